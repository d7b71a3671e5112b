using Erp.ServiceDefaults.Configuration;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Polly;

namespace Erp.ServiceDefaults.Http;

/// <summary>Typed HTTP clients for calls from one service to another.</summary>
public static class ServiceClientExtensions
{
    /// <summary>Registers <typeparamref name="TClient"/> with an <see cref="HttpClient"/> whose base address is the
    /// referenced service (<c>services:NAME:http:0</c>), which sends this service's own token, and has a timeout, a
    /// bulkhead, a circuit breaker and, for idempotent methods only, retries with jitter. When the service is away,
    /// calls throw <see cref="Errors.ProblemException"/> 503 with Retry-After.</summary>
    public static IHttpClientBuilder AddServiceClient<TClient>(this WebApplicationBuilder builder, string service)
        where TClient : class
    {
        var services = builder.Services;
        if (!services.Any(s => s.ServiceType == typeof(IValidateOptions<ServiceClientOptions>)))
            builder.AddValidatedOptions<ServiceClientOptions>(ServiceClientOptions.Section);
        services.AddOptions<ServiceAddress>(service)
            .Configure<IConfiguration>((o, c) => o.Value = c[ServiceAddress.KeyOf(service)] ?? "")
            .Validate(o => o.IsValid, $"{ServiceAddress.KeyOf(service)} must be the http address of {service}.")
            .ValidateOnStart();
        services.TryAddTransient<ServiceTokenHandler>();
        services.TryAddKeyedSingleton(
            service, (p, _) => ServiceClientPipeline.Create(service, OptionsOf(p), LoggerOf(p)));

        return services.AddHttpClient<TClient>(service, (p, http) =>
            {
                http.BaseAddress = p.GetRequiredService<IOptionsMonitor<ServiceAddress>>().Get(service).Uri;
                // The pipeline has its own limits.
                http.Timeout = Timeout.InfiniteTimeSpan;
            })
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
            {
                ConnectTimeout = TimeSpan.FromSeconds(2),
                PooledConnectionLifetime = TimeSpan.FromMinutes(1),
                AllowAutoRedirect = false,
                UseCookies = false,
            })
            .AddHttpMessageHandler(p => new ServiceClientHandler(
                service, p.GetRequiredKeyedService<ResiliencePipeline<HttpResponseMessage>>(service), OptionsOf(p),
                LoggerOf(p)))
            .AddHttpMessageHandler<ServiceTokenHandler>();
    }

    /// <summary>This request may be sent again although its method does not say so: the receiver recognises
    /// it.</summary>
    public static HttpRequestMessage AsIdempotent(this HttpRequestMessage request)
    {
        request.Options.Set(ServiceClientHandler.Idempotent, true);
        return request;
    }

    private static ServiceClientOptions OptionsOf(IServiceProvider services) =>
        services.GetRequiredService<IOptions<ServiceClientOptions>>().Value;

    private static ILogger LoggerOf(IServiceProvider services) =>
        services.GetRequiredService<ILogger<ServiceClientHandler>>();
}
