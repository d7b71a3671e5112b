namespace Erp.Chaos.Faults;

/// <summary>Several faults at the same time.</summary>
public sealed class Together(string name, params IReadOnlyList<Fault> faults) : SeveralFaults(name, faults)
{
    public override string What => string.Join("; at the same time: ", Faults.Select(f => f.What));

    public override TimeSpan Takes => Faults.Max(f => f.Takes);

    public override string? Missing(ChaosApplication app) =>
        Faults.Select(f => f.Missing(app)).FirstOrDefault(missing => missing is not null);

    public override Task ApplyAsync(ChaosApplication app, Random random, bool brief) =>
        Task.WhenAll(Faults.Select(f => (Fault: f, Random: new Random(random.Next()))).ToList()
            .Select(f => f.Fault.ApplyAsync(app, f.Random, brief)));
}
