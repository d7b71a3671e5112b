using Erp.Chaos.Faults;
using Erp.Chaos.Running;
using Erp.TestSupport;

namespace Erp.Chaos.Tests;

/// <summary>The short form of each fault, on one application.</summary>
public sealed class FaultTests(EmbeddedChaos app) : IClassFixture<EmbeddedChaos>
{
    // What there is time for in every run of all tests.
    private static readonly string[] Always = ["kill", "flush-redis", "lose-redis-keys", "wipe-kafka", "poison"];

    public static TheoryData<string> Names => [.. AllFaults.Brief.Select(f => f.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Nothing_accepted_is_lost_doubled_reordered_or_untold(string name)
    {
        const int seed = 1;
        if (!Always.Contains(name)) Requires.Time();
        var fault = AllFaults.Find(name, seed)!;
        if (fault.Missing(app) is { } reason) Assert.Skip(reason);
        var result = await new ChaosRun(app, fault, seed, brief: true).RunAsync();
        Assert.True(result.Good, result.ToString());
    }
}

/// <summary>On the embedded Kafka, which every machine has.</summary>
public sealed class EmbeddedChaos() : ChaosApplication("embedded");
