using Erp.Api.Errors;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Polly;
using Polly.CircuitBreaker;

namespace Erp.ServiceDefaults.Http;

/// <summary>Says 503 with Retry-After when the other service cannot be reached or does not work, after all
/// tries.</summary>
internal sealed class UnavailableHandler(
    string service, IOptions<ServiceClientOptions> options, ILogger<UnavailableHandler> logger) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await base.SendAsync(request, cancellationToken);
            if (!ServiceClientLimits.IsFailure(Outcome.FromResult(answer))) return answer;
            using (answer) throw Unavailable(request, $"answered {(int)answer.StatusCode}");
        }
        catch (BrokenCircuitException e)
        {
            // That it opened was said; that it still is would be said for every call.
            throw Unavailable(request, "breaker open", e.RetryAfter, LogLevel.Debug);
        }
        catch (Exception e) when (e is HttpRequestException or ExecutionRejectedException)
        {
            throw Unavailable(request, e.Message);
        }
    }

    private ProblemException Unavailable(
        HttpRequestMessage request, string reason, TimeSpan? retryAfter = null, LogLevel level = LogLevel.Warning)
    {
        logger.Log(
            level,
            "{Method} {Path} of {Service}: {Reason}",
            request.Method,
            request.RequestUri?.AbsolutePath,
            service,
            reason);
        return Problems.Unavailable(
            $"{service.Replace('-', '_')}_unavailable",
            $"{service} does not answer at the moment; try again.",
            retryAfter ?? options.Value.BreakDuration);
    }
}
