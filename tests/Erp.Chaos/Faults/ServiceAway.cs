namespace Erp.Chaos.Faults;

/// <summary>A whole service is stopped for a while.</summary>
internal sealed class ServiceAway(string service) : Fault
{
    public override string Name => $"away-{service}";

    public override string What => $"{service} is stopped for 20 s";

    public override TimeSpan Takes => TimeSpan.FromSeconds(40);

    public override async Task ApplyAsync(ChaosApplication app, Random random, bool brief)
    {
        await app.StopAsync(service);
        await Task.Delay(TimeSpan.FromSeconds(brief ? 5 : 20));
        await app.StartAsync(service);
        await app.ReadyAsync(service);
    }
}
