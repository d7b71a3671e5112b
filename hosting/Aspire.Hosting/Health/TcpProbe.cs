using System.Net.Sockets;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aspire.Hosting.Health;

/// <summary>
/// Healthy when a server at an endpoint answers a few bytes of its own protocol. A port alone says nothing: behind it may
/// be the orchestrator's proxy, which accepts connections before the server does.
/// </summary>
internal sealed class TcpProbe(EndpointReference endpoint, Func<NetworkStream, CancellationToken, Task> talk) : IHealthCheck
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(5);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (!endpoint.IsAllocated) return Failed("The endpoint has no address yet.");

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(s_limit);
        try
        {
            using var client = new TcpClient { NoDelay = true };
            await client.ConnectAsync(endpoint.Host, endpoint.Port, limit.Token).ConfigureAwait(false);
            await talk(client.GetStream(), limit.Token).ConfigureAwait(false);
            return HealthCheckResult.Healthy();
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Failed($"No answer within {s_limit.TotalSeconds} s.");
        }
        catch (Exception e) when (e is SocketException or IOException or InvalidDataException)
        {
            return Failed(e.Message);
        }

        HealthCheckResult Failed(string why) => new(context.Registration.FailureStatus, why);
    }

    /// <summary>Registers the probe under the official name of an integration's check and returns that name.</summary>
    public static string Register(
        IDistributedApplicationBuilder builder, string resourceName, EndpointReference endpoint, Func<NetworkStream, CancellationToken, Task> talk)
    {
        var key = $"{resourceName}_check";
        builder.Services.AddHealthChecks().Add(new HealthCheckRegistration(key, new TcpProbe(endpoint, talk), failureStatus: null, tags: null));
        return key;
    }
}
