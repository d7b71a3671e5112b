using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Dcp.Api;
using Aspire.Hosting.Eventing;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Dcp;

/// <summary>
/// Starts resources: tells the model, waits for what they need, creates their objects in DCP. Gives up when <paramref name="ending"/> is canceled.
/// </summary>
internal sealed class ResourceStarter(
    DcpClient client,
    ExecutableFactory executables,
    ContainerFactory containers,
    IDistributedApplicationEventing eventing,
    ResourceNotificationService notifications,
    ResourceLoggerService resourceLoggers,
    IServiceProvider services,
    ILogger logger,
    CancellationToken ending)
{
    /// <summary>Returns when DCP has taken the instances, or their state says why it has not.</summary>
    public async Task StartAsync(IResource resource, IReadOnlyList<DcpInstance> instances, CancellationToken cancellationToken)
    {
        var resourceLogger = resourceLoggers.GetLogger(resource);
        try
        {
            using var start = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, ending);
            foreach (var instance in instances)
                instance.BeginStart();
            await notifications.PublishUpdatesAsync(instances, InstanceSnapshots.Starting(resource)).ConfigureAwait(false);

            if (resource is IResourceWithConnectionString)
                await eventing.PublishAsync(new ConnectionStringAvailableEvent(resource, services), start.Token).ConfigureAwait(false);
            await eventing.PublishAsync(new BeforeResourceStartedEvent(resource, services), start.Token).ConfigureAwait(false);
            await WaitForDependenciesAsync(resource, instances, start.Token).ConfigureAwait(false);
            await notifications.PublishUpdatesAsync(instances, s => s with { State = KnownResourceStates.Starting }).ConfigureAwait(false);
            await Task.WhenAll(instances.Select(i => CreateAsync(i, resourceLogger, start.Token))).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            // The application ends.
        }
        catch (Exception e)
        {
            resourceLogger.LogError("{Resource} failed to start: {Reason}", resource.Name, e.Message);
            logger.LogError("{Resource} failed to start: {Reason}", resource.Name, e.Message);
            await notifications.PublishUpdatesAsync(instances, s => s with { State = new(KnownResourceStates.FailedToStart, KnownResourceStateStyles.Error) }).ConfigureAwait(false);
        }
        finally
        {
            foreach (var instance in instances)
                instance.EndStart();
        }
    }

    private async Task WaitForDependenciesAsync(IResource resource, IReadOnlyList<DcpInstance> instances, CancellationToken cancellationToken)
    {
        var waiting = notifications.WaitForDependenciesAsync(resource, cancellationToken);
        if (!waiting.IsCompleted)
            waiting = await Task.WhenAny([waiting, .. instances.Select(i => i.WaitSkipped)]).ConfigureAwait(false);
        await waiting.ConfigureAwait(false);
    }

    private async Task CreateAsync(DcpInstance instance, ILogger resourceLogger, CancellationToken cancellationToken)
    {
        instance.StopRequested = false;
        if (instance.IsContainer)
            await client.CreateAsync(await containers.CreateAsync(instance, resourceLogger, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        else
            await client.CreateAsync(await executables.CreateAsync(instance, resourceLogger, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
    }
}
