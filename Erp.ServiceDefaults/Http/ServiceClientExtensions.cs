using Erp.ServiceDefaults.Configuration;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Http.Resilience;
using Microsoft.Extensions.Options;

namespace Erp.ServiceDefaults.Http;

/// <summary>Typed HTTP clients for calls from one service to another.</summary>
public static class ServiceClientExtensions
{
    /// <summary>Registers <typeparamref name="TClient"/> with an <see cref="HttpClient"/> for the referenced service
    /// (<c>services:NAME:http:0</c>, and <c>1</c>, <c>2</c> … where there are several), which sends this service's own
    /// token, uses no proxy, and has the limits of <see cref="ServiceClientOptions"/>: a time for each try and for all,
    /// calls at once, a circuit breaker and, for idempotent methods only, retries with jitter. When the service is
    /// away, calls throw <see cref="Api.Errors.ProblemException"/> 503 with Retry-After.</summary>
    public static IHttpClientBuilder AddServiceClient<TClient>(this WebApplicationBuilder builder, string service)
        where TClient : class =>
        builder.AddServiceClient<TClient, ServiceTokenHandler>(service);

    /// <summary>The same, with <typeparamref name="TToken"/> as the handler that signs the calls: for a program that
    /// calls in the name of the person before it.</summary>
    public static IHttpClientBuilder AddServiceClient<TClient, TToken>(
        this WebApplicationBuilder builder, string service)
        where TClient : class
        where TToken : DelegatingHandler
    {
        var services = builder.Services;
        if (!services.Any(s => s.ServiceType == typeof(IValidateOptions<ServiceClientOptions>)))
            builder.AddValidatedOptions<ServiceClientOptions>(ServiceClientOptions.Section);
        AddAddress(services, service);
        services.TryAddTransient<TToken>();
        services.TryAddTransient<WholeAnswerHandler>();

        var client = services.AddHttpClient<TClient>(service, http =>
            {
                http.BaseAddress = new($"http://{service}");
                // The limits of the calls are those of the handlers.
                http.Timeout = Timeout.InfiniteTimeSpan;
            })
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
            {
                ConnectTimeout = TimeSpan.FromSeconds(2),
                PooledConnectionLifetime = TimeSpan.FromMinutes(1),
                AllowAutoRedirect = false,
                UseCookies = false,
                UseProxy = false,
            })
            .AddHttpMessageHandler(p => ActivatorUtilities.CreateInstance<UnavailableHandler>(p, service));
        client.AddStandardResilienceHandler()
            .Configure((limits, p) => ActivatorUtilities.CreateInstance<ServiceClientLimits>(p, service).Set(limits));
        return client
            .AddHttpMessageHandler<WholeAnswerHandler>()
            .AddHttpMessageHandler<TToken>()
            .AddServiceDiscovery();
    }

    private static void AddAddress(IServiceCollection services, string service)
    {
        var key = $"services:{service}:http:0";
        services.AddServiceDiscovery();
        services.AddOptions<ServiceAddress>(service)
            .Configure<IConfiguration>((o, c) => o.Value = c[key])
            .Validate(
                o => Uri.TryCreate(o.Value, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https",
                $"{key} must be the http address of {service}.")
            .ValidateOnStart();
    }

    /// <summary>Where another service is; one named instance per service.</summary>
    private sealed class ServiceAddress
    {
        public string? Value { get; set; }
    }
}
