namespace Erp.Chaos.Faults;

/// <summary>What the load alone does.</summary>
internal sealed class NoFault : Fault
{
    public override string Name => "none";

    public override string What => "nothing: the load alone";

    public override TimeSpan Takes => TimeSpan.Zero;

    public override Task ApplyAsync(ChaosApplication app, Random random, bool brief) => Task.CompletedTask;
}
