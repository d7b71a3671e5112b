using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace Erp.Redis;

/// <summary>Redis answers a PING, and soon. One that throws keys away when it is full is degraded: what is missing
/// comes back, but nobody wants to live from that.</summary>
internal sealed class RedisHealth(IConnectionMultiplexer redis, ILogger<RedisHealth> logger) : IHealthCheck
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);
    private const string Memory = "return redis.call('INFO', 'memory')";
    private int _said;

    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            var latency = await redis.GetDatabase().PingAsync().WaitAsync(Limit, cancellationToken);
            if (await EvictionAsync().WaitAsync(Limit, cancellationToken) is not { } policy)
                return HealthCheckResult.Healthy($"answers in {latency.TotalMilliseconds:0.0} ms");
            var evicts = $"Redis evicts keys when it is full (maxmemory-policy {policy}): set noeviction.";
            if (Interlocked.Exchange(ref _said, 1) == 0) logger.LogWarning("{What}", evicts);
            return HealthCheckResult.Degraded(evicts);
        }
        catch (Exception e) when (e is RedisException or TimeoutException or ObjectDisposedException)
        {
            return HealthCheckResult.Unhealthy("Redis does not answer.", e);
        }
    }

    // Null when it keeps all, or does not say: INFO may be forbidden to us. Asked by a script, because the client keeps
    // the command for administrators.
    private async Task<string?> EvictionAsync()
    {
        try
        {
            var memory = ((string?)await redis.GetDatabase().ScriptEvaluateAsync(Memory) ?? "")
                .Split('\n', StringSplitOptions.TrimEntries)
                .Select(line => line.Split(':', 2))
                .Where(field => field.Length == 2)
                .ToDictionary(field => field[0], field => field[1]);
            return memory.GetValueOrDefault("maxmemory") is null or "0"
                || memory.GetValueOrDefault("maxmemory_policy") is null or "noeviction"
                ? null
                : memory["maxmemory_policy"];
        }
        catch (RedisServerException)
        {
            return null;
        }
    }
}
