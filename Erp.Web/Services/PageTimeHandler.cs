using Erp.Api.Errors;
using Erp.ServiceDefaults.Http;
using Microsoft.Extensions.Options;

namespace Erp.Web.Services;

/// <summary>Ends calls to a service when the time of the page is over that makes them, and makes no more of them once
/// the service has let one wait in vain.</summary>
internal sealed class PageTimeHandler(
    string service, IHttpContextAccessor accessor, IOptions<ServiceClientOptions> options, TimeProvider time)
    : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (accessor.HttpContext?.Features.Get<PageTime>() is not { } page)
            return await base.SendAsync(request, cancellationToken);
        if (page.HasGivenUp(service)) throw Unavailable();
        using var over = CancellationTokenSource.CreateLinkedTokenSource(page.Over, cancellationToken);
        var begin = time.GetTimestamp();
        try
        {
            return await base.SendAsync(request, over.Token);
        }
        catch (OperationCanceledException) when (page.Over.IsCancellationRequested)
        {
            page.GiveUp(service);
            throw Unavailable();
        }
        // What is away without a wait may be back in a moment.
        catch (ProblemException e) when (e.Status == StatusCodes.Status503ServiceUnavailable
            && time.GetElapsedTime(begin) >= options.Value.AttemptTimeout)
        {
            page.GiveUp(service);
            throw;
        }
    }

    private ProblemException Unavailable() => Problems.Unavailable(
        $"{service.Replace('-', '_')}_unavailable", $"{service} does not answer at the moment; try again.",
        options.Value.BreakDuration);
}
