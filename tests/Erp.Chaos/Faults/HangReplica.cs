namespace Erp.Chaos.Faults;

/// <summary>Lets a replica stand still (SIGSTOP) while everybody still thinks that it is there.</summary>
internal sealed class HangReplica(string service) : Fault
{
    public override string Name => $"hang-{service}";

    public override string What => $"one replica of {service} stands still for 40 s";

    public override TimeSpan Takes => TimeSpan.FromSeconds(40);

    public override Task ApplyAsync(ChaosApplication app, Random random, bool brief) =>
        ChaosApplication.HangAsync(OneOf(random, app.ReplicasOf(service)), brief ? Takes / 4 : Takes);
}
