using Erp.Chaos.Faults;
using Erp.Chaos.Running;

namespace Erp.Chaos.Tests;

/// <summary>Every fault in its short form, one after the other, on one application.</summary>
public sealed class FaultTests(EmbeddedChaos app) : IClassFixture<EmbeddedChaos>
{
    public static TheoryData<string> Turns => [.. AllFaults.Turns.Select(f => f.Name)];

    [Theory]
    [MemberData(nameof(Turns))]
    public async Task Nothing_accepted_is_lost_doubled_reordered_or_untold(string turn)
    {
        const int seed = 1;
        var result = await new ChaosRun(app, AllFaults.Find(turn, seed)!, seed, brief: true).RunAsync();
        Assert.True(result.Good, result.ToString());
    }
}

/// <summary>On the embedded Kafka, which every machine has.</summary>
public sealed class EmbeddedChaos() : ChaosApplication("embedded");
