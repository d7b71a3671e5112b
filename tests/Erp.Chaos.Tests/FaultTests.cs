using Erp.Chaos.Faults;
using Erp.Chaos.Running;
using Erp.TestSupport;

namespace Erp.Chaos.Tests;

/// <summary>Each fault in its short form, on one application.</summary>
public sealed class FaultTests(EmbeddedChaos app) : IClassFixture<EmbeddedChaos>
{
    public static TheoryData<string> Turns => [.. AllFaults.Turns.Select(f => f.Name)];

    [Theory]
    [InlineData("kill")]
    [InlineData("flush-redis")]
    [InlineData("lose-redis-keys")]
    [InlineData("wipe-kafka")]
    [InlineData("poison")]
    public Task Nothing_accepted_is_lost_doubled_reordered_or_untold(string fault) => TryAsync(fault);

    [Theory]
    [MemberData(nameof(Turns))]
    public Task Nor_is_it_when_every_fault_comes_one_after_the_other(string turn)
    {
        Requires.Time();
        return TryAsync(turn);
    }

    private async Task TryAsync(string name)
    {
        const int seed = 1;
        var result = await new ChaosRun(app, AllFaults.Find(name, seed)!, seed, brief: true).RunAsync();
        Assert.True(result.Good, result.ToString());
    }
}

/// <summary>On the embedded Kafka, which every machine has.</summary>
public sealed class EmbeddedChaos() : ChaosApplication("embedded");
