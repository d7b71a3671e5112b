using System.ComponentModel.DataAnnotations;

namespace Erp.ServiceDefaults.Http;

/// <summary>Section <c>ServiceClients</c>: how patient calls to other services are.</summary>
public sealed class ServiceClientOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "ServiceClients";

    /// <summary>Time for one try.</summary>
    [Range(typeof(TimeSpan), "00:00:00.05", "00:01:00")]
    public TimeSpan AttemptTimeout { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>Time for a call with all its tries.</summary>
    [Range(typeof(TimeSpan), "00:00:00.05", "00:05:00")]
    public TimeSpan TotalTimeout { get; set; } = TimeSpan.FromSeconds(8);

    /// <summary>Further tries of an idempotent call.</summary>
    [Range(1, 10)]
    public int Retries { get; set; } = 2;

    /// <summary>Pause before the first further try; grows, with jitter.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:10")]
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Calls to one service at the same time; twice as many wait.</summary>
    [Range(1, 10_000)]
    public int MaxConcurrent { get; set; } = 64;

    /// <summary>Tries in <see cref="BreakerWindow"/> before their failures (half of them or more) can open the breaker:
    /// so few that one caller after the other does not wait for a service that hangs.</summary>
    [Range(2, 10_000)]
    public int BreakerThroughput { get; set; } = 5;

    /// <summary>What the breaker looks back on; at least twice <see cref="AttemptTimeout"/>.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan BreakerWindow { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long an open breaker refuses calls before it lets one through.</summary>
    [Range(typeof(TimeSpan), "00:00:00.5", "00:05:00")]
    public TimeSpan BreakDuration { get; set; } = TimeSpan.FromSeconds(5);
}
