namespace Erp.Chaos.Faults;

/// <summary>Ends a server as a crash would and starts it again with the data that it has on disk.</summary>
internal sealed class KillServer(string server) : Fault
{
    public override string Name => $"kill-{server}";

    public override string What => $"kill -9 of {server}, back after a few seconds with its data";

    public override TimeSpan Takes => TimeSpan.FromSeconds(20);

    // What was written in its last second may be lost.
    public override bool LosesRedis => server == Services.Redis;

    public override string? Missing(ChaosApplication app) => app.NotItsOwn(server);

    public override async Task ApplyAsync(ChaosApplication app, Random random, bool brief)
    {
        await app.KillAsync(server, app.ReplicasOf(server).Single());
        await Task.Delay(TimeSpan.FromSeconds(brief ? 2 : 8));
        await app.StartAsync(server);
    }
}
