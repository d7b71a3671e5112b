namespace Erp.Chaos.Faults;

/// <summary>What faults of a MySQL with a standby have in common.</summary>
internal abstract class StandbyFault : Fault
{
    public override TimeSpan Takes => TimeSpan.FromSeconds(20);

    public override string? Missing(ChaosApplication app) =>
        app.Databases is null ? "MySQL has no standby; use --mysql pair" : null;
}

/// <summary>Writer and standby take each other's place; open connections stay with the former writer, which refuses
/// writes.</summary>
internal sealed class SwitchMySql : StandbyFault
{
    public override string Name => "switch-mysql";

    public override string What => "MySQL's standby becomes the writer, while the former one goes on, read-only";

    public override Task ApplyAsync(ChaosApplication app, Random random, bool brief) => app.Databases!.SwitchAsync();
}

/// <summary>The writer ends as in a crash, and its standby takes its place.</summary>
internal sealed class FailOverMySql : StandbyFault
{
    public override string Name => "failover-mysql";

    public override string What => "kill -9 of MySQL's writer; its standby takes its place after a few seconds";

    public override async Task ApplyAsync(ChaosApplication app, Random random, bool brief)
    {
        await app.Databases!.FailOverAsync(TimeSpan.FromSeconds(brief ? 4 : 15));
        await app.Databases.RenewStandbyAsync();
    }
}
