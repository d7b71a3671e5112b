using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Erp.ServiceDefaults.Http;

/// <summary>Typed HTTP clients for calls from one service to another.</summary>
public static class ServiceClientExtensions
{
    /// <summary>Registers <typeparamref name="TClient"/> with an <see cref="HttpClient"/> whose base address is the referenced
    /// service (<c>services:NAME:http:0</c>), which sends this service's own token, and has a timeout, a bulkhead, a circuit breaker and,
    /// for idempotent methods only, retries with jitter. When the service is away, calls throw <see cref="Errors.ProblemException"/> 503 with Retry-After.</summary>
    public static IHttpClientBuilder AddServiceClient<TClient>(this WebApplicationBuilder builder, string service)
        where TClient : class =>
        builder.Services.AddHttpClient<TClient>(service);
}
