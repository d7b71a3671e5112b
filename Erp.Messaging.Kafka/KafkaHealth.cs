using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Erp.Messaging.Kafka;

/// <summary>Ready once every group has given us our share. A broker that goes away later does not make us unready:
/// requests are still accepted and their messages stored, and taking all replicas out of service would help
/// nobody.</summary>
internal sealed class KafkaHealth(IEnumerable<KafkaConsumer> consumers) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var waiting = consumers.Where(c => !c.Assigned).Select(c => c.Topic).ToList();
        return Task.FromResult(waiting.Count == 0
            ? HealthCheckResult.Healthy("every group has assigned its partitions")
            : HealthCheckResult.Unhealthy("No assignment yet: " + string.Join(", ", waiting)));
    }
}
