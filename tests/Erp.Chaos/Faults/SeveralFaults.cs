namespace Erp.Chaos.Faults;

/// <summary>What faults have in common that consist of others.</summary>
public abstract class SeveralFaults(string name, IReadOnlyList<Fault> faults) : Fault
{
    public override string Name => name;

    public override int DeadLetters => Faults.Sum(f => f.DeadLetters);

    public override bool LosesRedis => Faults.Any(f => f.LosesRedis);

    /// <summary>The others.</summary>
    public IReadOnlyList<Fault> Faults => faults;

    public override async Task PrepareAsync(ChaosApplication app)
    {
        foreach (var fault in Faults) await fault.PrepareAsync(app);
    }
}
