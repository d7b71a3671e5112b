namespace Erp.AppHost.Commands;

/// <summary>Stops and starts resources, all replicas of each, and waits until they are.</summary>
internal sealed class ResourceRun(
    ResourceCommandService commands, ResourceNotificationService notifications, CancellationToken cancellationToken)
{
    /// <exception cref="DistributedApplicationException">It cannot be stopped.</exception>
    public async Task StopAsync(IResource resource)
    {
        // A replica that has ended by itself cannot be stopped; what counts is that all have ended.
        var result = await commands.ExecuteCommandAsync(resource, KnownResourceCommands.StopCommand, cancellationToken);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(TimeSpan.FromMinutes(1));
        try
        {
            await AllEndedAsync(resource, patience.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new DistributedApplicationException($"{resource.Name} does not stop. {result.Message}");
        }
    }

    /// <exception cref="DistributedApplicationException">It cannot be started.</exception>
    public async Task StartAsync(IResource resource)
    {
        var result =
            await commands.ExecuteCommandAsync(resource, KnownResourceCommands.StartCommand, cancellationToken);
        if (!result.Success)
            throw new DistributedApplicationException($"{resource.Name} cannot be started: {result.Message}");
        // The last word about it may still be that it has ended.
        await notifications.WaitForResourceHealthyAsync(
            resource.Name, WaitBehavior.WaitOnResourceUnavailable, cancellationToken);
    }

    private async Task AllEndedAsync(IResource resource, CancellationToken cancellationToken)
    {
        var replicas = resource.Annotations.OfType<ReplicaAnnotation>().LastOrDefault()?.Replicas ?? 1;
        var ended = new HashSet<string>();
        await foreach (var update in notifications.WatchAsync(cancellationToken))
        {
            if (update.Resource != resource) continue;
            if (KnownResourceStates.TerminalStates.Contains(update.Snapshot.State?.Text)) ended.Add(update.ResourceId);
            else ended.Remove(update.ResourceId);
            if (ended.Count == replicas) return;
        }
    }
}
