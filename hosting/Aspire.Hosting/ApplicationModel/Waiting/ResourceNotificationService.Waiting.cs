using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.ApplicationModel;

public partial class ResourceNotificationService
{
    /// <summary>Waits until a resource has a state.</summary>
    /// <param name="resourceName">Its name.</param>
    /// <param name="targetState">The state; Running when null.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    public Task WaitForResourceAsync(string resourceName, string? targetState = null, CancellationToken cancellationToken = default) =>
        WaitForResourceAsync(resourceName, [targetState ?? KnownResourceStates.Running], cancellationToken);

    /// <summary>Waits until a resource has one of some states.</summary>
    /// <param name="resourceName">Its name.</param>
    /// <param name="targetStates">The states.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    /// <returns>The state that it has.</returns>
    public async Task<string> WaitForResourceAsync(string resourceName, IEnumerable<string> targetStates, CancellationToken cancellationToken = default)
    {
        var wanted = targetStates.ToHashSet(StringComparer.OrdinalIgnoreCase);
        var found = await WaitForResourceAsync(resourceName, e => e.Snapshot.State?.Text is { Length: > 0 } state && wanted.Contains(state), cancellationToken).ConfigureAwait(false);
        return found.Snapshot.State!.Text;
    }

    /// <summary>Waits until a resource, or one of its replicas, is as wanted.</summary>
    /// <param name="resourceName">Its name.</param>
    /// <param name="predicate">Whether it is.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    public Task<ResourceEvent> WaitForResourceAsync(string resourceName, Func<ResourceEvent, bool> predicate, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(predicate);
        return WaitAsync(e => string.Equals(e.Resource.Name, resourceName, StringComparison.OrdinalIgnoreCase) && predicate(e), cancellationToken);
    }

    /// <summary>Waits until a resource is healthy and its <see cref="ResourceReadyEvent"/> is through.</summary>
    /// <param name="resourceName">Its name.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    public Task<ResourceEvent> WaitForResourceHealthyAsync(string resourceName, CancellationToken cancellationToken = default) =>
        WaitForResourceHealthyAsync(resourceName, WaitBehavior.WaitOnResourceUnavailable, cancellationToken);

    /// <summary>Waits until a resource is healthy and its <see cref="ResourceReadyEvent"/> is through.</summary>
    /// <param name="resourceName">Its name.</param>
    /// <param name="waitBehavior">Whether to go on waiting when it ended.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    /// <exception cref="DistributedApplicationException">It ended, and <paramref name="waitBehavior"/> says not to wait then.</exception>
    public async Task<ResourceEvent> WaitForResourceHealthyAsync(string resourceName, WaitBehavior waitBehavior, CancellationToken cancellationToken = default)
    {
        var found = await WaitForResourceAsync(resourceName, e => IsReady(e) || (waitBehavior is WaitBehavior.StopOnResourceUnavailable && HasEnded(e)), cancellationToken).ConfigureAwait(false);
        if (!IsReady(found))
        {
            throw new DistributedApplicationException($"Resource '{resourceName}' will not become healthy: its state is {found.Snapshot.State?.Text}.");
        }

        await found.Snapshot.ResourceReady!.WaitAsync(cancellationToken).ConfigureAwait(false);
        return found;
    }

    /// <summary>Waits for everything that a resource waits for (<c>WaitFor</c>, <c>WaitForStart</c>, <c>WaitForCompletion</c>).</summary>
    /// <param name="resource">The resource.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    /// <exception cref="DistributedApplicationException">Something that it waits for will not come.</exception>
    public async Task WaitForDependenciesAsync(IResource resource, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(resource);
        if (!resource.TryGetAnnotationsOfType<WaitAnnotation>(out var waits))
        {
            return;
        }

        var waiting = Task.WhenAll(waits.SelectMany(wait => wait.Resource.InstanceNames().Select(name => WaitForAsync(resource, wait, name, cancellationToken))));
        if (!waiting.IsCompleted)
        {
            await PublishUpdateAsync(resource, snapshot => snapshot with { State = KnownResourceStates.Waiting }).ConfigureAwait(false);
        }

        await waiting.ConfigureAwait(false);
    }

    private async Task WaitForAsync(IResource resource, WaitAnnotation wait, string dependency, CancellationToken cancellationToken)
    {
        var behavior = wait.WaitBehavior ?? DefaultWaitBehavior;
        bool Done(ResourceEvent e) => wait.WaitType switch
        {
            WaitType.WaitUntilHealthy => IsReady(e),
            WaitType.WaitUntilStarted => e.Snapshot.State?.Text == KnownResourceStates.Running,
            _ => e.Snapshot.State?.Text is { } state && (state == KnownResourceStates.Finished || state == KnownResourceStates.Exited),
        };
        // Whoever waits for completion cannot wait on after a failed start; the others may, since somebody can restart it.
        bool GivesUp(ResourceEvent e) => wait.WaitType is WaitType.WaitForCompletion
            ? e.Snapshot.State?.Text == KnownResourceStates.FailedToStart
            : behavior is WaitBehavior.StopOnResourceUnavailable && HasEnded(e);

        if (!TryGetCurrentState(dependency, out var present) || !Done(present))
        {
            _resourceLoggers.GetLogger(resource).LogInformation("Waiting for resource '{Dependency}'.", dependency);
        }

        var found = await WaitAsync(e => string.Equals(e.ResourceId, dependency, StringComparison.OrdinalIgnoreCase) && (Done(e) || GivesUp(e)), cancellationToken).ConfigureAwait(false);
        if (!Done(found))
        {
            throw new DistributedApplicationException($"Dependency resource '{dependency}' failed: its state is {found.Snapshot.State?.Text}.");
        }

        if (wait.WaitType is WaitType.WaitForCompletion && found.Snapshot.ExitCode is { } exitCode && exitCode != wait.ExitCode)
        {
            throw new DistributedApplicationException($"Resource '{dependency}' ended with exit code {exitCode}, expected {wait.ExitCode}.");
        }

        if (wait.WaitType is WaitType.WaitUntilHealthy)
        {
            await found.Snapshot.ResourceReady!.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<ResourceEvent> WaitAsync(Func<ResourceEvent, bool> predicate, CancellationToken cancellationToken)
    {
        await foreach (var change in WatchAsync(cancellationToken).ConfigureAwait(false))
        {
            if (predicate(change))
            {
                return change;
            }
        }

        throw new OperationCanceledException("The application ended while somebody waited for a resource.");
    }

    private static bool IsReady(ResourceEvent e) => e.Snapshot is { HealthStatus: HealthStatus.Healthy, ResourceReady: not null };

    private static bool HasEnded(ResourceEvent e) => e.Snapshot.State?.Text is { } state && KnownResourceStates.TerminalStates.Contains(state);
}
