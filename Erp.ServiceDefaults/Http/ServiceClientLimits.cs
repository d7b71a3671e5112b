using Microsoft.Extensions.Http.Resilience;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Polly;

namespace Erp.ServiceDefaults.Http;

/// <summary>What stands between this service and a faulty other one: the standard pipeline, set by
/// <see cref="ServiceClientOptions"/>. All callers of a service share its breaker.</summary>
internal sealed class ServiceClientLimits(
    string service, IOptions<ServiceClientOptions> options, ILogger<ServiceClientLimits> logger)
{
    /// <summary>The other service's fault, not the caller's: no answer, none in time, 408, 429 or 5xx.</summary>
    public static bool IsFailure(Outcome<HttpResponseMessage> outcome) =>
        HttpClientResiliencePredicates.IsTransient(outcome);

    public void Set(HttpStandardResilienceOptions limits)
    {
        var given = options.Value;
        limits.RateLimiter.DefaultRateLimiterOptions = new()
        {
            PermitLimit = given.MaxConcurrent, QueueLimit = given.MaxConcurrent * 2,
        };
        limits.TotalRequestTimeout.Timeout = given.TotalTimeout;
        limits.AttemptTimeout.Timeout = given.AttemptTimeout;

        limits.Retry.MaxRetryAttempts = given.Retries;
        limits.Retry.Delay = given.RetryDelay;
        limits.Retry.ShouldHandle = a => ValueTask.FromResult(
            a.Context.GetRequestMessage() is { } request && request.MayBeSentAgain()
            && IsFailure(a.Outcome));

        limits.CircuitBreaker.FailureRatio = 0.5;
        limits.CircuitBreaker.MinimumThroughput = given.BreakerThroughput;
        limits.CircuitBreaker.SamplingDuration = given.BreakerWindow;
        limits.CircuitBreaker.BreakDuration = given.BreakDuration;
        limits.CircuitBreaker.OnOpened = _ =>
        {
            logger.LogWarning("{Service} fails; calls to it are refused for {Duration}", service, given.BreakDuration);
            return default;
        };
        limits.CircuitBreaker.OnClosed = _ =>
        {
            logger.LogInformation("{Service} answers again", service);
            return default;
        };
    }
}
