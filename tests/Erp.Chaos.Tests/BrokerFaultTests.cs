using Erp.Chaos.Faults;
using Erp.Chaos.Running;
using Erp.TestSupport;

namespace Erp.Chaos.Tests;

/// <summary>One of three brokers of Apache Kafka is away while people work.</summary>
public sealed class BrokerFaultTests(ClusterChaos app) : IClassFixture<ClusterChaos>
{
    [Theory]
    [InlineData("kill-broker")]
    [InlineData("roll-brokers")]
    public async Task The_other_two_go_on_without_it(string fault)
    {
        Requires.Variable("KAFKA_HOME");
        Requires.Time();
        const int seed = 1;
        var result = await new ChaosRun(app, AllFaults.Find(fault, seed)!, seed, brief: true).RunAsync();
        Assert.True(result.Good, result.ToString());
    }
}

/// <summary>On three brokers of <c>KAFKA_HOME</c>.</summary>
public sealed class ClusterChaos() : ChaosApplication("embedded", brokers: new())
{
    protected override bool CanRun => Requires.IsSet("KAFKA_HOME") && Requires.Everything;
}
