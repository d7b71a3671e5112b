using Erp.ServiceDefaults.Auth;

namespace Erp.ServiceDefaults.Http;

/// <summary>Signs calls to other services with this service's own token.</summary>
internal sealed class ServiceTokenHandler(ServiceTokens tokens) : DelegatingHandler
{
    protected override Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        request.Headers.Authorization = new("Bearer", tokens.Get());
        return base.SendAsync(request, cancellationToken);
    }
}
