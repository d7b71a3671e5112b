using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Dashboard;

/// <summary>Serves the <see cref="ResourceService"/> on one loopback port, HTTP/2 only: without TLS nothing could be negotiated.</summary>
internal sealed class ResourceServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private ResourceServer(WebApplication app) => _app = app;

    /// <summary>Where it listens, with the real port.</summary>
    public Uri Address => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());

    /// <exception cref="ArgumentException">The address that the options ask for is none of this machine alone.</exception>
    public static async Task<ResourceServer> StartAsync(DashboardOptions options, ResourceService service, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        // Port 0, or no address at all, asks for a free port.
        var address = options.ResourceServiceUrl;
        if (address is { IsLoopback: false })
            throw new ArgumentException($"The resource service listens on loopback addresses only, not on {address}.", nameof(options));

        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.Services.AddSingleton(loggers).AddSingleton<IHostLifetime, QuietLifetime>().AddSingleton(service);
        builder.Services.AddGrpc(grpc => grpc.EnableDetailedErrors = true);
        builder.WebHost.UseKestrelCore();
        if (address?.Scheme == Uri.UriSchemeHttps) builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            // Calls that last as long as the dashboard send nothing for minutes.
            kestrel.Limits.MinRequestBodyDataRate = null;
            kestrel.Limits.MinResponseDataRate = null;
            if (address is { Port: > 0 }) kestrel.ListenLocalhost(address.Port, Configure);
            else kestrel.Listen(IPAddress.Loopback, 0, Configure);

            void Configure(ListenOptions listen)
            {
                listen.Protocols = HttpProtocols.Http2;
                if (address?.Scheme == Uri.UriSchemeHttps) listen.UseHttps();
            }
        });

        var app = builder.Build();
        if (options.ResourceServiceApiKey is { } key) app.Use(next => http => RequireKeyAsync(http, key, next));
        app.MapGrpcService<ResourceService>();
        await app.StartAsync(cancellationToken).ConfigureAwait(false);
        return new ResourceServer(app);
    }

    public async ValueTask DisposeAsync()
    {
        // Watching calls end with the application; whoever does not gets half a second.
        using var limit = new CancellationTokenSource(TimeSpan.FromMilliseconds(500));
        await _app.StopAsync(limit.Token).ConfigureAwait(false);
        await _app.DisposeAsync().ConfigureAwait(false);
    }

    // gRPC clients take 401 for UNAUTHENTICATED (gRPC's "HTTP to gRPC Status Code Mapping").
    private static Task RequireKeyAsync(HttpContext http, string key, RequestDelegate next)
    {
        var given = http.Request.Headers["x-resource-service-api-key"].ToString();
        if (CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes(given))) return next(http);

        http.Response.StatusCode = StatusCodes.Status401Unauthorized;
        return Task.CompletedTask;
    }

    // The default one handles Ctrl-C, which is the application's, and writes to the console.
    private sealed class QuietLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
