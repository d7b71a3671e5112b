using System.Globalization;
using System.Runtime.InteropServices;

namespace Erp.Cli.Commands;

/// <summary>All processes of a test run. A test host does not hear that <c>dotnet test</c> was told to end, and an
/// orchestrator has left its family: on Linux they are known by a variable of their environment, and by who started
/// them.</summary>
internal sealed partial class TestProcesses
{
    private const string Variable = "ERP_TEST_PROCESSES";
    private const int Termination = 15, Kill = 9;

    /// <summary>How long they may take to tidy up; what is left then is killed.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly string _value = Guid.NewGuid().ToString("N");
    private readonly HashSet<Found> _told = [];

    /// <summary>What their environment has.</summary>
    public (string Name, string? Value) Mark => (Variable, _value);

    /// <summary>Tells those to end that share our terminal or pipeline: they stop what they started elsewhere. Returns
    /// when none is left and none will be started.</summary>
    /// <param name="starting">Who starts them.</param>
    public async Task EndAsync(Task starting)
    {
        if (!OperatingSystem.IsLinux()) return;
        var (ours, limit) = (GroupOf(Environment.ProcessId), DateTime.UtcNow + Patience);
        // An orchestrator's servers are found through it only: they are remembered for when it is gone.
        var all = new HashSet<Found>();
        while (true)
        {
            var last = starting.IsCompleted;
            all.UnionWith(Living());
            all.RemoveWhere(process => !process.IsAlive);
            if (last && all.Count == 0) return;
            var late = DateTime.UtcNow > limit;
            foreach (var process in all)
                if (late || (GroupOf(process.Id) == ours && _told.Add(process)))
                    _ = Signal(process.Id, late ? Kill : Termination);
            await Task.Delay(100, CancellationToken.None);
        }
    }

    private List<Found> Living()
    {
        var everybody = Directory.EnumerateDirectories("/proc")
            .Select(folder => int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var id) ? id : 0)
            .Where(id => id != 0 && id != Environment.ProcessId).ToList();
        var children = everybody.ToLookup(id => Stat(id) is { } stat ? Number(stat[1]) : 0);
        var living = everybody.Where(IsMarked).ToHashSet();
        for (var next = new Queue<int>(living); next.TryDequeue(out var id);)
            foreach (var child in children[id].Where(living.Add)) next.Enqueue(child);
        return [.. living.Select(Found.Of).OfType<Found>()];
    }

    private bool IsMarked(int id)
    {
        try
        {
            return File.ReadAllText($"/proc/{id}/environ").Contains($"{Variable}={_value}", StringComparison.Ordinal);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static int GroupOf(int id) => Stat(id) is { } stat ? Number(stat[2]) : 0;

    /// <summary>What stands behind the name: state, parent, group, …; null of one that has ended.</summary>
    private static string[]? Stat(int id)
    {
        try
        {
            var text = File.ReadAllText($"/proc/{id}/stat");
            string[] fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
            return fields[0] is "Z" or "X" ? null : fields;
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Signal(int pid, int signal);

    /// <summary>A process: its number may be given to another one when it has ended.</summary>
    private sealed record Found(int Id, string Started)
    {
        private const int StartTime = 19;

        public bool IsAlive => Of(Id) == this;

        public static Found? Of(int id) => Stat(id) is { } stat ? new(id, stat[StartTime]) : null;
    }
}
