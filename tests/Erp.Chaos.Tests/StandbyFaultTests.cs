using Erp.Chaos.Faults;
using Erp.Chaos.Running;
using Erp.TestSupport;

namespace Erp.Chaos.Tests;

/// <summary>MySQL's standby becomes its writer while people work.</summary>
public sealed class StandbyFaultTests(PairChaos app) : IClassFixture<PairChaos>
{
    [Theory]
    [InlineData("switch-mysql")]
    [InlineData("failover-mysql")]
    public async Task Nothing_acknowledged_is_missing_there(string fault)
    {
        Requires.Time();
        const int seed = 1;
        var result = await new ChaosRun(app, AllFaults.Find(fault, seed)!, seed, brief: true).RunAsync();
        Assert.True(result.Good, result.ToString());
    }
}

/// <summary>On a MariaDB with a standby.</summary>
public sealed class PairChaos() : ChaosApplication("embedded", databases: new())
{
    protected override bool CanRun => Requires.Everything;
}
