namespace Erp.Chaos.Faults;

/// <summary>The wall clock of one service's replicas jumps, and comes back after a while.</summary>
internal sealed class WrongClock(string service) : Fault
{
    private static readonly TimeSpan Off = TimeSpan.FromMinutes(2);

    public override string Name => $"clock-{service}";

    public override string What => $"the clock of {service} is two minutes ahead, then two minutes behind, 15 s each";

    public override TimeSpan Takes => TimeSpan.FromSeconds(40);

    public override string? Missing(ChaosApplication app) => ServiceClocks.Missing;

    public override async Task ApplyAsync(ChaosApplication app, Random random, bool brief)
    {
        var time = TimeSpan.FromSeconds(brief ? 5 : 15);
        foreach (var off in (TimeSpan[])[Off, -Off])
        {
            ServiceClocks.Set(app.ClockFolder, service, off);
            await Task.Delay(time);
        }
        ServiceClocks.Set(app.ClockFolder, service, TimeSpan.Zero);
    }
}
