namespace Erp.Chaos.Faults;

/// <summary>Several faults at the same time.</summary>
public sealed class Together(string name, params IReadOnlyList<Fault> faults) : Fault
{
    public override string Name => name;

    public override string What => string.Join("; at the same time: ", faults.Select(f => f.What));

    public override TimeSpan Takes => faults.Max(f => f.Takes);

    public override int DeadLetters => faults.Sum(f => f.DeadLetters);

    public override bool LosesRedis => faults.Any(f => f.LosesRedis);

    public override string? Missing(ChaosApplication app) =>
        faults.Select(f => f.Missing(app)).FirstOrDefault(missing => missing is not null);

    public override async Task PrepareAsync(ChaosApplication app)
    {
        foreach (var fault in faults) await fault.PrepareAsync(app);
    }

    public override Task ApplyAsync(ChaosApplication app, Random random, bool brief) =>
        Task.WhenAll(faults.Select(f => (Fault: f, Random: new Random(random.Next()))).ToList()
            .Select(f => f.Fault.ApplyAsync(app, f.Random, brief)));
}
