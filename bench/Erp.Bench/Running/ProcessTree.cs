using System.Globalization;

namespace Erp.Bench.Running;

/// <summary>A started program with everything that it started, also what has let go of it: found by a mark in the
/// environment, and from there by parents. Linux only; elsewhere it is empty.</summary>
internal sealed class ProcessTree
{
    private const string MarkName = "ERP_BENCH_RUN";
    private const double TicksPerSecond = 100;

    /// <summary>Name and value of the environment variable to start the program with.</summary>
    public (string Name, string Value) Mark { get; } = (MarkName, Guid.NewGuid().ToString("N"));

    /// <summary>Whether anything of it is alive.</summary>
    public bool Lives() => Members().Count > 0;

    /// <summary>What its living processes have used, by the name of what they do; replicas are summed.</summary>
    public IReadOnlyDictionary<string, ProcessUse> Use() => Members()
        .GroupBy(m => m.Name)
        .ToDictionary(
            g => g.Key, g => new ProcessUse(g.Sum(m => m.Ticks) / TicksPerSecond, g.Sum(m => m.ResidentBytes)));

    /// <summary>Of one process, by what it does.</summary>
    public IReadOnlyList<int> Pids(string name) => [.. Members().Where(m => m.Name == name).Select(m => m.Id)];

    /// <summary>What this process's own children used until they ended, in seconds of a processor; 0 where that is not
    /// to be had.</summary>
    public static double EndedChildrenSeconds()
    {
        if (!OperatingSystem.IsLinux()) return 0;
        var stat = File.ReadAllText("/proc/self/stat");
        // Fields 16 and 17; see below.
        return stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[13..15].Sum(Number) / TicksPerSecond;
    }

    /// <summary>What a process was started with.</summary>
    public static string Variable(int pid, string name) => File.ReadAllText($"/proc/{pid}/environ").Split('\0')
        .FirstOrDefault(v => v.StartsWith(name + "=", StringComparison.Ordinal))?[(name.Length + 1)..]
        ?? throw new BenchException($"process {pid} has no {name}.");

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
            // "id (name) state parent …": fields 14 to 17 are utime and stime, its own and those of its ended children;
            // field 24 is the resident set in pages.
            var stat = File.ReadAllText(Path.Combine(folder, "stat"));
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            if (fields[0] == "Z") return null;
            var environment = File.ReadAllText(Path.Combine(folder, "environ")).Split('\0');
            return new(
                Number(Path.GetFileName(folder)),
                Number(fields[1]),
                fields[11..15].Sum(Number),
                long.Parse(fields[21], CultureInfo.InvariantCulture) * Environment.SystemPageSize,
                environment.Contains($"{MarkName}={Mark.Value}", StringComparer.Ordinal),
                Name(File.ReadAllText(Path.Combine(folder, "cmdline")).Split('\0'), environment));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null; // Ended while we looked, or somebody else's.
        }
    }

    // A service by the name under which it reports its traces; others by their program.
    private static string Name(string[] command, string[] environment)
    {
        const string Service = "OTEL_SERVICE_NAME=";
        var program = command.FirstOrDefault(c => c.EndsWith(".dll", StringComparison.Ordinal)) ?? command[0];
        var name = Path.GetFileNameWithoutExtension(program.Split(' ')[0]);
        if (name.StartsWith("Erp.", StringComparison.Ordinal) && name is not ("Erp.AppHost" or "Erp.EmbeddedKafka")
            && environment.FirstOrDefault(e => e.StartsWith(Service, StringComparison.Ordinal)) is { } service)
            return service[Service.Length..];
        return name switch
        {
            "Erp.EmbeddedKafka" => "kafka (embedded)",
            "Aspire" or "Aspire.Dashboard" => "dashboard",
            "dcp" or "dcpctrl" or "dcpproc" => "orchestrator",
            "Erp" or "Erp.AppHost" or "dotnet" => "AppHost",
            _ => name.TrimEnd(':'),
        };
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private sealed record Member(int Id, int Parent, int Ticks, long ResidentBytes, bool IsMarked, string Name);
}

/// <summary>What processes have used.</summary>
/// <param name="ProcessorSeconds">Since they began, with those children of theirs that ended.</param>
/// <param name="ResidentBytes">Now, with what they share with others.</param>
internal readonly record struct ProcessUse(double ProcessorSeconds, long ResidentBytes);
