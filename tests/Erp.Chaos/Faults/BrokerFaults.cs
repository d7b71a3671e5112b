using Erp.TestSupport;

namespace Erp.Chaos.Faults;

/// <summary>What faults of one broker among three have in common.</summary>
internal abstract class BrokerFault : Fault
{
    public override TimeSpan Takes => TimeSpan.FromSeconds(40);

    public override string? Missing(ChaosApplication app) =>
        app.Brokers is null ? "there is one broker only; use --kafka cluster" : null;
}

/// <summary>Restarts the brokers one after the other, as a roll-out does.</summary>
internal sealed class RollBrokers : BrokerFault
{
    public override string Name => "roll-brokers";

    public override string What => "rolling restart of three brokers, each once all of them have everything";

    public override async Task ApplyAsync(ChaosApplication app, Random random, bool brief)
    {
        for (var i = 0; i < ApacheKafkaCluster.Size; i++)
        {
            await app.Brokers!.StopBrokerAsync(i);
            app.Brokers.StartBroker(i);
            await app.Brokers.InSyncAsync();
        }
    }
}

/// <summary>Ends one broker as a crash would.</summary>
internal sealed class KillBroker : BrokerFault
{
    public override string Name => "kill-broker";

    public override string What => "kill -9 of one of three brokers, back after a few seconds with its data";

    public override async Task ApplyAsync(ChaosApplication app, Random random, bool brief)
    {
        var victim = random.Next(ApacheKafkaCluster.Size);
        await app.Brokers!.KillBrokerAsync(victim);
        await Task.Delay(TimeSpan.FromSeconds(brief ? 4 : 15));
        app.Brokers.StartBroker(victim);
        await app.Brokers.InSyncAsync();
    }
}
