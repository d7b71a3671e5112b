namespace Erp.Chaos.Faults;

/// <summary>Lets a server stand still (SIGSTOP): its connections stay open, and nothing is answered on them.</summary>
internal sealed class HangServer(string server) : Fault
{
    public override string Name => $"hang-{server}";

    public override string What => $"{server} stands still for 40 s";

    public override TimeSpan Takes => TimeSpan.FromSeconds(40);

    public override string? Missing(ChaosApplication app) => app.NotItsOwn(server);

    public override Task ApplyAsync(ChaosApplication app, Random random, bool brief) =>
        ChaosApplication.HangAsync(app.ReplicasOf(server).Single(), brief ? Takes / 4 : Takes);
}
