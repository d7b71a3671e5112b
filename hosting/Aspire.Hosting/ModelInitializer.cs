using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Eventing;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting;

/// <summary>Begins the life of every resource: shows it, tells it that the application starts, and leads those that are no
/// process or container (parameters, connection strings, databases of a server) to their state.</summary>
internal sealed class ModelInitializer(DistributedApplicationModel model, ResourceNotificationService notifications, ResourceLoggerService loggers,
    IDistributedApplicationEventing eventing, IServiceProvider services, ILogger<ModelInitializer> logger) : IHostedService, IDisposable
{
    private readonly CancellationTokenSource _stopping = new();

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var resource in model.Resources)
        {
            if (!IsOrchestrated(resource))
            {
                await notifications.PublishUpdateAsync(resource, snapshot => snapshot).ConfigureAwait(false);
            }

            _ = Guard(resource, eventing.PublishAsync(new InitializeResourceEvent(resource, eventing, loggers, notifications, services), EventDispatchBehavior.BlockingSequential, _stopping.Token));
            switch (resource)
            {
                case ParameterResource parameter:
                    await ShowAsync(parameter).ConfigureAwait(false);
                    break;
                case ConnectionStringResource connectionString:
                    _ = Guard(resource, FollowDependenciesAsync(connectionString));
                    break;
                case IResourceWithParent child when !IsOrchestrated(resource):
                    _ = Guard(resource, FollowParentAsync(child));
                    break;
            }
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => _stopping.CancelAsync();

    public void Dispose() => _stopping.Dispose();

    private static bool IsOrchestrated(IResource resource) => resource is ExecutableResource or ProjectResource || resource.IsContainer();

    private async Task ShowAsync(ParameterResource parameter)
    {
        try
        {
            var value = await parameter.GetValueAsync(CancellationToken.None).ConfigureAwait(false);
            await notifications.PublishUpdateAsync(parameter, snapshot => snapshot with
            {
                ResourceType = "Parameter",
                Properties = [new("Value", value) { IsSensitive = parameter.Secret }, new(CustomResourceKnownProperties.Source, parameter.ConfigurationKey)],
                State = KnownResourceStates.Running,
            }).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            loggers.GetLogger(parameter).LogError("{Message}", e.Message);
            logger.LogError("{Message}", e.Message);
            await notifications.PublishUpdateAsync(parameter, snapshot => snapshot with
            {
                ResourceType = "Parameter",
                State = new(KnownResourceStates.ValueMissing, KnownResourceStateStyles.Warn),
            }).ConfigureAwait(false);
        }
    }

    private async Task FollowDependenciesAsync(ConnectionStringResource resource)
    {
        await notifications.WaitForDependenciesAsync(resource, _stopping.Token).ConfigureAwait(false);
        await resource.ConnectionStringExpression.GetValueAsync(_stopping.Token).ConfigureAwait(false);
        await eventing.PublishAsync(new ConnectionStringAvailableEvent(resource, services), _stopping.Token).ConfigureAwait(false);
        await notifications.PublishUpdateAsync(resource, snapshot => snapshot with { ResourceType = "ConnectionString", State = KnownResourceStates.Running }).ConfigureAwait(false);
    }

    private async Task FollowParentAsync(IResourceWithParent child)
    {
        var told = false;
        await foreach (var change in notifications.WatchAsync(_stopping.Token).ConfigureAwait(false))
        {
            if (!ReferenceEquals(change.Resource, child.Parent) || change.Snapshot.State is not { } state)
            {
                continue;
            }

            if (state.Text == KnownResourceStates.Running && !told && child is IResourceWithConnectionString)
            {
                told = true;
                await eventing.PublishAsync(new ConnectionStringAvailableEvent(child, services), _stopping.Token).ConfigureAwait(false);
            }

            await notifications.PublishUpdateAsync(child, snapshot => snapshot with { State = state }).ConfigureAwait(false);
        }
    }

    private async Task Guard(IResource resource, Task work)
    {
        try
        {
            await work.ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The application ends.
        }
        catch (Exception e)
        {
            loggers.GetLogger(resource).LogError("{Message}", e.Message);
            logger.LogError(e, "{Resource} could not be initialized.", resource.Name);
            await notifications.PublishUpdateAsync(resource, snapshot => snapshot with { State = new(KnownResourceStates.FailedToStart, KnownResourceStateStyles.Error) }).ConfigureAwait(false);
        }
    }
}
