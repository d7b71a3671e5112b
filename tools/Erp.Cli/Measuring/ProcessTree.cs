using System.Globalization;

namespace Erp.Cli.Measuring;

/// <summary>A started program with everything that it started, also what has let go of it: found by a mark in the
/// environment, and from there by parents. Linux only; elsewhere it is empty.</summary>
public sealed class ProcessTree
{
    private const string Variable = "ERP_BENCH_RUN";
    private const double TicksPerSecond = 100;

    /// <summary>Name and value of the environment variable to start the program with.</summary>
    public (string Name, string Value) Mark { get; } = (Variable, Guid.NewGuid().ToString("N"));

    /// <summary>Processor seconds of its living processes and of those children of theirs that ended; null when none
    /// can be seen.</summary>
    public double? ProcessorSeconds()
    {
        var members = Members();
        return members.Count == 0 ? null : members.Sum(m => m.Ticks) / TicksPerSecond;
    }

    /// <summary>Whether anything of it is alive.</summary>
    public bool Lives() => Members().Count > 0;

    private List<Member> Members()
    {
        if (!OperatingSystem.IsLinux()) return [];
        var folders = Directory.EnumerateDirectories("/proc").Where(f => char.IsAsciiDigit(Path.GetFileName(f)[0]));
        var all = folders.Select(Read).OfType<Member>().ToList();
        var members = all.Where(m => m.IsMarked).ToDictionary(m => m.Id);
        // Some write their title over their environment; those are still somebody's children.
        bool grew;
        do
        {
            grew = false;
            foreach (var member in all.Where(m => members.ContainsKey(m.Parent)))
                grew |= members.TryAdd(member.Id, member);
        }
        while (grew);
        return [.. members.Values];
    }

    private Member? Read(string folder)
    {
        try
        {
            // "id (name) state parent …": fields 14 to 17 are utime and stime, its own and those of its ended children.
            var stat = File.ReadAllText(Path.Combine(folder, "stat"));
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            if (fields[0] == "Z") return null;
            var environment = File.ReadAllText(Path.Combine(folder, "environ"));
            var marked = environment.Contains($"{Variable}={Mark.Value}", StringComparison.Ordinal);
            return new(Number(Path.GetFileName(folder)), Number(fields[1]), fields[11..15].Sum(Number), marked);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null; // Ended while we looked, or somebody else's.
        }
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private sealed record Member(int Id, int Parent, int Ticks, bool IsMarked);
}
