using Erp.ServiceDefaults.Errors;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.CircuitBreaker;

namespace Erp.ServiceDefaults.Http;

/// <summary>Sends through the pipeline, and says 503 with Retry-After when the other service cannot be reached or does
/// not work.</summary>
internal sealed class ServiceClientHandler(
    string service,
    ResiliencePipeline<HttpResponseMessage> pipeline,
    ServiceClientOptions options,
    ILogger logger) : DelegatingHandler
{
    /// <summary>Set on a request that may be sent again although its method does not say so.</summary>
    public static readonly HttpRequestOptionsKey<bool> Idempotent = new("erp.idempotent");

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var context = ResilienceContextPool.Shared.Get(cancellationToken);
        context.Properties.Set(ServiceClientPipeline.Idempotent, MayBeSentAgain(request));
        try
        {
            var answer = await pipeline.ExecuteAsync(
                async c => await WholeAsync(await base.SendAsync(request, c.CancellationToken), c.CancellationToken),
                context);
            if (!ServiceClientPipeline.IsFailure(answer.StatusCode)) return answer;
            using (answer) throw Away(request, $"answered {(int)answer.StatusCode}");
        }
        catch (BrokenCircuitException e)
        {
            // That it opened was said; that it still is would be said for every call.
            throw Away(request, "breaker open", e.RetryAfter, LogLevel.Debug);
        }
        catch (Exception e) when (e is HttpRequestException or ExecutionRejectedException)
        {
            throw Away(request, e.Message);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    // With its body, so that the limits hold for one that stalls, too.
    private static async Task<HttpResponseMessage> WholeAsync(
        HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        try
        {
            await answer.Content.LoadIntoBufferAsync(cancellationToken);
            return answer;
        }
        catch
        {
            answer.Dispose();
            throw;
        }
    }

    private static bool MayBeSentAgain(HttpRequestMessage request) =>
        request.Method == HttpMethod.Get || request.Method == HttpMethod.Head || request.Method == HttpMethod.Put
        || request.Method == HttpMethod.Delete || request.Method == HttpMethod.Options
        || (request.Options.TryGetValue(Idempotent, out var idempotent) && idempotent);

    private ProblemException Away(
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
            retryAfter ?? options.BreakDuration);
    }
}
