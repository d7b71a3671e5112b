using System.Diagnostics;

namespace Erp.Chaos.Faults;

/// <summary>A server that works for a twentieth of a second and then stands still for a fifth, again and again: it
/// answers everything, late.</summary>
internal sealed class SlowServer(string server) : Fault
{
    private static readonly TimeSpan Still = TimeSpan.FromMilliseconds(200), Works = TimeSpan.FromMilliseconds(50);

    public override string Name => $"slow-{server}";

    public override string What => $"{server} works a fifth of the time only, for 30 s";

    public override TimeSpan Takes => TimeSpan.FromSeconds(30);

    // Each time it goes on, its broker's wait for connections is interrupted, which librdkafka takes as an end.
    public override string? Missing(ChaosApplication app) =>
        server == Services.Kafka && app is { KafkaSource: "embedded", Brokers: null }
            ? "the embedded Kafka does not outlive being stopped so often; use --kafka installed"
            : app.NotItsOwn(server);

    public override async Task ApplyAsync(ChaosApplication app, Random random, bool brief)
    {
        var replica = app.ReplicasOf(server).Single();
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < (brief ? Takes / 4 : Takes);)
        {
            await ChaosApplication.HangAsync(replica, Still);
            await Task.Delay(Works);
        }
    }
}
