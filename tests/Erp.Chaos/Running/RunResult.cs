using Erp.Chaos.Checking;

namespace Erp.Chaos.Running;

/// <summary>What one run of a fault showed.</summary>
/// <param name="Operations">Calls that changed something and were answered or given up.</param>
/// <param name="LongestWait">The longest that one attempt of a call took, until its answer or its limit.</param>
/// <param name="Unsettled">What was still not at rest when time was up.</param>
/// <param name="Last">What was put right last of all.</param>
/// <param name="Recovery">From the end of fault and load until everything was right; null when it never was.</param>
/// <param name="Logs">The folder with everybody's logs; null when all is well.</param>
public sealed record RunResult(
    string Fault, int Seed, int Operations, TimeSpan LongestWait, IReadOnlyList<Violation> Violations,
    IReadOnlyList<string> Unsettled, IReadOnlyList<string> Last, TimeSpan? Recovery, string? Logs)
{
    public bool Good => Recovery is not null;

    public int Count(ViolationKind kind) => Violations.Count(v => v.Kind == kind);

    /// <summary>Everything that is wrong, in words.</summary>
    public IEnumerable<string> Wrongs =>
        [.. Violations.Select(v => v.ToString()), .. Unsettled.Select(u => $"Not at rest: {u}")];

    public override string ToString() => Good
        ? $"{Fault}, seed {Seed}: all is well"
        : $"{Fault}, seed {Seed}, logs in {Logs}:\n{string.Join('\n', Wrongs)}";
}
