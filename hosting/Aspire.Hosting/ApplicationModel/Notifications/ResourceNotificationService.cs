using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>The states of all resources, and those who wait for one.</summary>
public partial class ResourceNotificationService : IDisposable
{
    private readonly ConcurrentDictionary<string, ResourceEvent> _states = new(StringComparer.OrdinalIgnoreCase);
    private readonly Lock _gate = new();
    private readonly HashSet<Channel<ResourceEvent>> _watchers = [];
    private readonly CancellationTokenSource _disposed = new();
    private readonly ILogger<ResourceNotificationService> _logger;
    private readonly IServiceProvider _services;
    private readonly ResourceLoggerService _resourceLoggers;
    private long _version;

    /// <summary>Made once for an application.</summary>
    /// <param name="logger">For changes of state.</param>
    /// <param name="hostApplicationLifetime">Ends those who wait when the application ends.</param>
    /// <param name="serviceProvider">Services of the AppHost.</param>
    /// <param name="resourceLoggerService">Consoles of the resources.</param>
    public ResourceNotificationService(ILogger<ResourceNotificationService> logger, IHostApplicationLifetime hostApplicationLifetime, IServiceProvider serviceProvider, ResourceLoggerService resourceLoggerService)
    {
        ArgumentNullException.ThrowIfNull(hostApplicationLifetime);
        (_logger, _services, _resourceLoggers) = (logger, serviceProvider, resourceLoggerService);
        hostApplicationLifetime.ApplicationStopping.Register(() => _disposed.Cancel());
    }

    private WaitBehavior DefaultWaitBehavior => _services.GetRequiredService<IOptions<ResourceNotificationServiceOptions>>().Value.DefaultWaitBehavior;

    /// <summary>Changes the state of a resource, or of all its replicas.</summary>
    /// <param name="resource">The resource.</param>
    /// <param name="stateFactory">Makes the new state from the old one.</param>
    public Task PublishUpdateAsync(IResource resource, Func<CustomResourceSnapshot, CustomResourceSnapshot> stateFactory)
    {
        ArgumentNullException.ThrowIfNull(resource);
        foreach (var name in resource.InstanceNames())
        {
            Publish(resource, name, stateFactory);
        }

        return Task.CompletedTask;
    }

    /// <summary>Changes the state of one replica.</summary>
    /// <param name="resource">The resource.</param>
    /// <param name="resourceId">Name of the replica.</param>
    /// <param name="stateFactory">Makes the new state from the old one.</param>
    public Task PublishUpdateAsync(IResource resource, string resourceId, Func<CustomResourceSnapshot, CustomResourceSnapshot> stateFactory)
    {
        ArgumentNullException.ThrowIfNull(resource);
        Publish(resource, resourceId, stateFactory);
        return Task.CompletedTask;
    }

    /// <summary>The present state of a resource or replica.</summary>
    /// <param name="resourceId">Its name.</param>
    /// <param name="resourceEvent">The state.</param>
    public bool TryGetCurrentState(string resourceId, [NotNullWhen(true)] out ResourceEvent? resourceEvent) => _states.TryGetValue(resourceId, out resourceEvent);

    /// <summary>All present states, and then every change.</summary>
    /// <param name="cancellationToken">Ends it.</param>
    public async IAsyncEnumerable<ResourceEvent> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var channel = Channel.CreateUnbounded<ResourceEvent>(new() { SingleReader = true });
        ResourceEvent[] present;
        lock (_gate)
        {
            present = [.. _states.Values];
            _watchers.Add(channel);
        }

        try
        {
            foreach (var state in present)
            {
                yield return state;
            }

            using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _disposed.Token);
            await foreach (var change in channel.Reader.ReadAllAsync(ended.Token).ConfigureAwait(false))
            {
                yield return change;
            }
        }
        finally
        {
            lock (_gate)
            {
                _watchers.Remove(channel);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _disposed.Cancel();
        GC.SuppressFinalize(this);
    }

    private void Publish(IResource resource, string name, Func<CustomResourceSnapshot, CustomResourceSnapshot> stateFactory)
    {
        lock (_gate)
        {
            var before = _states.GetValueOrDefault(name)?.Snapshot;
            var snapshot = stateFactory(before ?? InitialSnapshot(resource)) with { Version = ++_version };
            snapshot = WithCommands(resource, snapshot);
            if (snapshot.State?.Text is { } state && state != before?.State?.Text)
            {
                _logger.LogDebug("{Resource} changed state: {Before} -> {State}", name, before?.State?.Text, state);
            }

            var change = new ResourceEvent(resource, name, snapshot);
            _states[name] = change;
            foreach (var watcher in _watchers)
            {
                watcher.Writer.TryWrite(change);
            }
        }
    }

    private static CustomResourceSnapshot InitialSnapshot(IResource resource)
    {
        var icon = resource.Annotations.OfType<ResourceIconAnnotation>().LastOrDefault();
        return new CustomResourceSnapshot
        {
            ResourceType = resource.GetType().Name.Replace("Resource", "", StringComparison.Ordinal),
            Properties = [],
            CreationTimeStamp = DateTime.UtcNow,
            Relationships = [.. Relationships(resource).Distinct()],
            HealthReports = [.. resource.Annotations.OfType<HealthCheckAnnotation>().Select(check => new HealthReportSnapshot(check.Key, null, null, null))],
            IconName = icon?.IconName,
            IconVariant = icon?.IconVariant,
        };
    }

    private static IEnumerable<RelationshipSnapshot> Relationships(IResource resource)
    {
        var relationships = resource.Annotations.OfType<ResourceRelationshipAnnotation>().Select(r => new RelationshipSnapshot(r.Resource.Name, r.Type));
        return resource is IResourceWithParent child ? relationships.Append(new(child.Parent.Name, KnownRelationshipTypes.Parent)) : relationships;
    }

    private CustomResourceSnapshot WithCommands(IResource resource, CustomResourceSnapshot snapshot)
    {
        var context = new UpdateCommandStateContext { ResourceSnapshot = snapshot, ServiceProvider = _services };
        return snapshot with
        {
            Commands = [.. resource.Annotations.OfType<ResourceCommandAnnotation>().Select(c => new ResourceCommandSnapshot(
                c.Name, c.UpdateState(context), c.DisplayName, c.DisplayDescription, c.CommandParameter, c.ConfirmationMessage, c.IconName, c.IconVariant, c.IsHighlighted))],
        };
    }
}
