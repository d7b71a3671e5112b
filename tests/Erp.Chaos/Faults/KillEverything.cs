namespace Erp.Chaos.Faults;

/// <summary>All processes end as when the machine fails, and the AppHost starts again with the same data
/// folder.</summary>
internal sealed class KillEverything : Fault
{
    public override string Name => "kill-everything";

    public override string What => "kill -9 of every process, and a new start with the same data folder";

    public override TimeSpan Takes => TimeSpan.FromSeconds(60);

    // The embedded Kafka keeps its data in memory only.
    public override bool LosesRedis => true;

    public override async Task ApplyAsync(ChaosApplication app, Random random, bool brief)
    {
        var victims = ((string[])[.. Services.All, .. app.Servers])
            .SelectMany(name => app.ReplicasOf(name).Select(replica => (name, replica)));
        await Task.WhenAll(victims.Select(v => app.KillAsync(v.name, v.replica)));
        await app.RestartAsync();
    }
}
