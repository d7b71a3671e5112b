using Erp.Bench.Running;

namespace Erp.Bench.Load;

/// <summary>Processor time of the application's processes over a stretch of work, the generator's apart.</summary>
internal sealed class ProcessorMeter(ProcessTree tree)
{
    private readonly IReadOnlyDictionary<string, ProcessUse> _before = tree.Use();
    private readonly TimeSpan _own = Environment.CpuUsage.TotalTime;

    /// <summary>Milliseconds of processor time for each operation, by process since this was made.</summary>
    public IReadOnlyDictionary<string, double> PerOperation(long operations) => tree.Use()
        .Select(use => (use.Key, Seconds: use.Value.ProcessorSeconds
            - (_before.TryGetValue(use.Key, out var before) ? before.ProcessorSeconds : 0)))
        .Where(use => use.Seconds > 0)
        .OrderByDescending(use => use.Seconds)
        .ToDictionary(use => use.Key, use => use.Seconds * 1000 / Math.Max(1, operations));

    /// <summary>The same of this process, which makes the load.</summary>
    public double OwnPerOperation(long operations) =>
        (Environment.CpuUsage.TotalTime - _own).TotalMilliseconds / Math.Max(1, operations);
}
