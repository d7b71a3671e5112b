using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>Calls commands of resources.</summary>
public class ResourceCommandService
{
    private readonly ResourceNotificationService _notifications;
    private readonly ResourceLoggerService _loggers;
    private readonly IServiceProvider _services;

    internal ResourceCommandService(ResourceNotificationService notifications, ResourceLoggerService loggers, IServiceProvider services) =>
        (_notifications, _loggers, _services) = (notifications, loggers, services);

    /// <summary>Calls a command of one replica, or of a resource by its name.</summary>
    /// <param name="resourceId">Name of the replica or resource.</param>
    /// <param name="commandName">Name of the command.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    public Task<ExecuteCommandResult> ExecuteCommandAsync(string resourceId, string commandName, CancellationToken cancellationToken = default)
    {
        if (_notifications.TryGetCurrentState(resourceId, out var state))
        {
            return ExecuteAsync(state.Resource, state.ResourceId, commandName, cancellationToken);
        }

        var model = _services.GetRequiredService<DistributedApplicationModel>();
        return model.Resources.TryGetByName(resourceId, out var resource)
            ? ExecuteCommandAsync(resource, commandName, cancellationToken)
            : Task.FromResult(CommandResults.Failure($"Resource '{resourceId}' not found."));
    }

    /// <summary>Calls a command of all replicas of a resource.</summary>
    /// <param name="resource">The resource.</param>
    /// <param name="commandName">Name of the command.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    public async Task<ExecuteCommandResult> ExecuteCommandAsync(IResource resource, string commandName, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(resource);
        var results = await Task.WhenAll(resource.InstanceNames().Select(name => ExecuteAsync(resource, name, commandName, cancellationToken))).ConfigureAwait(false);
        return results.FirstOrDefault(result => !result.Success) ?? results[0];
    }

    private async Task<ExecuteCommandResult> ExecuteAsync(IResource resource, string resourceId, string commandName, CancellationToken cancellationToken)
    {
        var command = resource.Annotations.OfType<ResourceCommandAnnotation>().LastOrDefault(c => c.Name == commandName);
        if (command is null)
        {
            return CommandResults.Failure($"Command '{commandName}' not available for resource '{resourceId}'.");
        }

        var logger = _loggers.GetLogger(resourceId);
        try
        {
            logger.LogDebug("Executing command '{Command}'.", commandName);
            return await command.ExecuteCommand(new ExecuteCommandContext
            {
                ServiceProvider = _services, ResourceName = resourceId, CancellationToken = cancellationToken, Logger = logger,
            }).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return CommandResults.Canceled();
        }
        catch (Exception e)
        {
            logger.LogError(e, "Command '{Command}' failed.", commandName);
            return CommandResults.Failure($"{commandName} of '{resourceId}' failed: {e.Message}");
        }
    }
}
