using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Erp.AppHost.Backing;

/// <summary>What all server processes have in common.</summary>
internal static class ServerProcessExtensions
{
    private static readonly TimeSpan ProbeTimeout = TimeSpan.FromSeconds(2);

    /// <summary>Adds a server process with its endpoint and a health check that speaks just enough of its
    /// protocol.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="server">The process.</param>
    /// <param name="isUp">Asked over a fresh connection; false or an exception means not yet.</param>
    public static IResourceBuilder<ServerProcess> AddServerProcess(
        this IDistributedApplicationBuilder builder, ServerProcess server,
        Func<NetworkStream, CancellationToken, Task<bool>> isUp)
    {
        var key = $"{server.Name}_answers";
        builder.Services.AddHealthChecks().AddAsyncCheck(key, async cancellationToken =>
        {
            if (!server.Endpoint.IsAllocated) return HealthCheckResult.Unhealthy("not started yet");
            using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            timeout.CancelAfter(ProbeTimeout);
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(server.Endpoint.Host, server.Endpoint.Port, timeout.Token);
                return await isUp(client.GetStream(), timeout.Token)
                    ? HealthCheckResult.Healthy()
                    : HealthCheckResult.Unhealthy("does not answer yet");
            }
            catch (Exception e) when (e is IOException or SocketException or OperationCanceledException)
            {
                return HealthCheckResult.Unhealthy(e.Message);
            }
        });
        return builder.AddResource(server)
            .WithEndpoint(scheme: "tcp", name: "tcp")
            .WithHealthCheck(key)
            .ExcludeFromManifest();
    }
}
