namespace Erp.Chaos.Faults;

/// <summary>Ends one replica of a service or all of them as a crash would, and starts them again.</summary>
internal sealed class KillReplicas(string service, bool all) : Fault
{
    public override string Name => $"{(all ? "kill-all" : "kill")}-{service}";

    public override string What => $"kill -9 of {(all ? "both replicas" : "one replica")} of {service}";

    public override async Task ApplyAsync(ChaosApplication app, Random random, bool brief)
    {
        var replicas = app.ReplicasOf(service);
        var victims = all ? replicas : [OneOf(random, replicas)];
        await Task.WhenAll(victims.Select(v => app.KillAsync(service, v)));
        await Task.WhenAll(victims.Select(v => app.StartAgainAsync(service, v)));
        await app.ReadyAsync(service);
    }
}
