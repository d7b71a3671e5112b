using System.Net;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;

namespace Erp.ServiceDefaults.Http;

/// <summary>What stands between this service and a faulty other one. One per service called, so that all callers share
/// breaker and bulkhead.</summary>
internal static class ServiceClientPipeline
{
    public static readonly ResiliencePropertyKey<bool> Idempotent = new("erp.idempotent");

    /// <summary>From the outside in: bulkhead, time for everything, retries, breaker, time for one try.</summary>
    public static ResiliencePipeline<HttpResponseMessage> Create(
        string service, ServiceClientOptions options, ILogger logger) =>
        new ResiliencePipelineBuilder<HttpResponseMessage>()
            .AddConcurrencyLimiter(options.MaxConcurrent, options.MaxConcurrent * 2)
            .AddTimeout(options.TotalTimeout)
            .AddRetry(new RetryStrategyOptions<HttpResponseMessage>
            {
                ShouldHandle = a => ValueTask.FromResult(
                    a.Context.Properties.GetValue(Idempotent, false)
                        && a.Outcome.Exception is not BrokenCircuitException
                        && IsFailure(a.Outcome)),
                MaxRetryAttempts = options.Retries,
                Delay = options.RetryDelay,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                OnRetry = a =>
                {
                    a.Outcome.Result?.Dispose();
                    return ValueTask.CompletedTask;
                },
            })
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions<HttpResponseMessage>
            {
                ShouldHandle = a => ValueTask.FromResult(IsFailure(a.Outcome)),
                FailureRatio = 0.5,
                MinimumThroughput = options.BreakerThroughput,
                SamplingDuration = TimeSpan.FromSeconds(10),
                BreakDuration = options.BreakDuration,
                OnOpened = _ =>
                {
                    logger.LogWarning(
                        "{Service} fails; calls to it are refused for {Duration}", service, options.BreakDuration);
                    return ValueTask.CompletedTask;
                },
                OnClosed = _ =>
                {
                    logger.LogInformation("{Service} answers again", service);
                    return ValueTask.CompletedTask;
                },
            })
            .AddTimeout(options.AttemptTimeout)
            .Build();

    /// <summary>The other service's fault, not the caller's.</summary>
    public static bool IsFailure(HttpStatusCode status) =>
        status is HttpStatusCode.RequestTimeout || (int)status >= 500;

    private static bool IsFailure(Outcome<HttpResponseMessage> outcome) =>
        outcome.Exception is HttpRequestException or Polly.Timeout.TimeoutRejectedException
        || (outcome.Result is { } answer && IsFailure(answer.StatusCode));
}
