using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Dcp.Api;
using Aspire.Hosting.Eventing;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Dcp;

/// <summary>
/// Tells the model what DCP says of an instance. Ends are reported as failures until <paramref name="ending"/> is canceled,
/// and handled until <paramref name="ended"/> is.
/// </summary>
internal sealed class InstanceObserver(
    DcpClient client,
    LogStreams logs,
    IDistributedApplicationEventing eventing,
    ResourceNotificationService notifications,
    ResourceLoggerService resourceLoggers,
    IServiceProvider services,
    ILogger logger,
    CancellationToken ending,
    CancellationToken ended)
{
    public async Task OnChangeAsync(DcpInstance instance, InstanceStatus status)
    {
        var before = instance.Status;
        instance.Status = status;
        if (!status.Exists)
            return;

        await notifications.PublishUpdateAsync(instance.Resource, instance.Name, snapshot => InstanceSnapshots.Apply(instance, status, snapshot)).ConfigureAwait(false);
        if (status.State == KnownResourceStates.RuntimeUnhealthy && before.State != status.State)
            logger.LogError("{Resource} is a container, and no container runtime (Docker, Podman) answers.", instance.Name);
        if (status.State is not null)
            logs.Available(instance);
        if (status.HasEnded && !before.HasEnded || status.State == KnownResourceStates.FailedToStart && before.State != status.State)
            _ = OnEndedAsync(instance, status);
    }

    // Beside the watch: other resources' changes do not wait for it.
    private async Task OnEndedAsync(DcpInstance instance, InstanceStatus status)
    {
        try
        {
            if (!ending.IsCancellationRequested && !instance.StopRequested)
                await EndReport.WriteAsync(client, instance, status, resourceLoggers.GetLogger(instance.Name), logger, ended).ConfigureAwait(false);
            if (notifications.TryGetCurrentState(instance.Name, out var current))
                await eventing.PublishAsync(new ResourceStoppedEvent(instance.Resource, services, current), ended).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            logger.LogError(e, "A handler of the end of {Resource} failed.", instance.Name);
        }
    }
}
