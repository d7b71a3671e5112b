using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace Erp.Messaging.Kafka;

/// <summary>Ready once every group has given us our share, and as long as what we have of it moves. A broker that goes
/// away later does not make us unready: requests are still accepted and their messages stored, and taking all replicas
/// out of service would help nobody.</summary>
internal sealed class KafkaHealth(
    IEnumerable<KafkaConsumer> consumers, KafkaTopicsGuard guard, IOptions<KafkaOptions> options) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(Check());

    private HealthCheckResult Check()
    {
        var waiting = consumers.Where(c => !c.Assigned).Select(c => c.Topic).ToList();
        if (waiting.Count > 0)
            return HealthCheckResult.Unhealthy("No assignment yet: " + string.Join(", ", waiting));
        if (guard.AnsweringSince is not { } answering)
            return HealthCheckResult.Healthy("No broker answers; what is to be sent waits.");
        var now = Environment.TickCount64;
        var stalled = consumers.SelectMany(c => c.Standing)
            .Select(s => (s.Partition, s.Messages, For: TimeSpan.FromMilliseconds(now - Math.Max(s.Since, answering))))
            .Where(s => s.For >= options.Value.StallLimit)
            .Select(s => $"{s.Partition.Topic} {s.Partition.Partition.Value} has {s.Messages} messages and has not "
                + $"moved for {s.For.TotalSeconds:0} s")
            .ToList();
        return stalled.Count == 0
            ? HealthCheckResult.Healthy("Every group has assigned its partitions, and they move.")
            : HealthCheckResult.Unhealthy(string.Join("; ", stalled) + ".");
    }
}
