using System.Collections.Concurrent;

namespace Erp.Chaos.Faults;

/// <summary>One fault after the other under the same load, each as soon as every replica is ready again: what follows
/// from one is not always over when the next one comes. Those that cannot be are left out.</summary>
public sealed class InTurn(string name, params IReadOnlyList<Fault> faults) : SeveralFaults(name, faults)
{
    private readonly ConcurrentQueue<string> _course = [];

    public override string What => $"one after the other: {string.Join(", ", Faults.Select(f => f.Name))}";

    public override TimeSpan Takes => Faults.Aggregate(TimeSpan.Zero, (sum, f) => sum + f.Takes);

    /// <summary>When each began, for who reads the logs.</summary>
    public IEnumerable<string> Course => _course;

    public override async Task ApplyAsync(ChaosApplication app, Random random, bool brief)
    {
        foreach (var fault in Faults.Where(f => f.Missing(app) is null))
        {
            _course.Enqueue($"{DateTime.UtcNow:HH:mm:ss.fff} {fault.Name}");
            await fault.ApplyAsync(app, new Random(random.Next()), brief);
            foreach (var service in Services.All) await app.ReadyAsync(service);
        }
        _course.Enqueue($"{DateTime.UtcNow:HH:mm:ss.fff} over");
    }
}
