namespace Erp.Chaos.Faults;

/// <summary>Restarts the replicas of a service one after the other, as a roll-out does.</summary>
internal sealed class RollingRestart(string service) : Fault
{
    public override string Name => $"roll-{service}";

    public override string What => $"rolling restart of {service}";

    public override TimeSpan Takes => TimeSpan.FromSeconds(30);

    public override async Task ApplyAsync(ChaosApplication app, Random random, bool brief)
    {
        foreach (var replica in app.ReplicasOf(service))
        {
            await app.EndAsync(service, replica);
            await app.StartAgainAsync(service, replica);
            await app.ReadyAsync(service);
        }
    }
}
