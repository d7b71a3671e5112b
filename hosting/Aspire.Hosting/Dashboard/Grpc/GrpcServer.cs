using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting.Dashboard.Grpc;

/// <summary>Kestrel on one loopback port, HTTP/2 only: without TLS nothing could be negotiated.</summary>
internal sealed class GrpcServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private GrpcServer(WebApplication app) => _app = app;

    /// <summary>Where it listens, with the real port.</summary>
    public Uri Address => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());

    // The address is a loopback one; port 0, or none at all, asks for a free port.
    public static async Task<GrpcServer> StartAsync(Uri? address, RequestDelegate dispatch, CancellationToken cancellationToken)
    {
        if (address is { IsLoopback: false })
            throw new ArgumentException($"The resource service listens on loopback addresses only, not on {address}.", nameof(address));

        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.Services.AddSingleton<IHostLifetime, QuietLifetime>();
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
        app.Run(dispatch);
        await app.StartAsync(cancellationToken).ConfigureAwait(false);
        return new GrpcServer(app);
    }

    public async ValueTask DisposeAsync()
    {
        // Watching calls end by their token; whoever does not gets half a second.
        using var limit = new CancellationTokenSource(TimeSpan.FromMilliseconds(500));
        await _app.StopAsync(limit.Token).ConfigureAwait(false);
        await _app.DisposeAsync().ConfigureAwait(false);
    }

    // The default one handles Ctrl-C, which is the application's, and writes to the console.
    private sealed class QuietLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
