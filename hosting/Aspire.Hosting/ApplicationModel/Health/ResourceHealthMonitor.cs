using Aspire.Hosting.Eventing;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>Runs the health checks of every running resource: quickly until it is healthy, slowly after that; and publishes
/// <see cref="ResourceReadyEvent"/> when it is healthy for the first time since its start.</summary>
internal sealed class ResourceHealthMonitor(ResourceNotificationService notifications, HealthCheckService checks, IDistributedApplicationEventing eventing,
    IServiceProvider services, ILogger<ResourceHealthMonitor> logger) : BackgroundService
{
    private static readonly TimeSpan Quick = TimeSpan.FromMilliseconds(100), Patient = TimeSpan.FromSeconds(1), Slow = TimeSpan.FromSeconds(5), QuickPeriod = TimeSpan.FromSeconds(30);
    private readonly Dictionary<string, CancellationTokenSource> _monitored = new(StringComparer.OrdinalIgnoreCase);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await foreach (var change in notifications.WatchAsync(stoppingToken).ConfigureAwait(false))
            {
                Follow(change, stoppingToken);
            }
        }
        catch (OperationCanceledException)
        {
            // The application ends.
        }
    }

    private void Follow(ResourceEvent change, CancellationToken stoppingToken)
    {
        var resource = change.Resource;
        if (change.Snapshot.State?.Text == KnownResourceStates.Running)
        {
            if (!_monitored.ContainsKey(change.ResourceId))
            {
                var monitor = _monitored[change.ResourceId] = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
                _ = MonitorAsync(resource, change.ResourceId, monitor.Token);
            }
        }
        else if (_monitored.Remove(change.ResourceId, out var monitor))
        {
            monitor.Cancel();
            _ = notifications.PublishUpdateAsync(resource, change.ResourceId, snapshot => snapshot with
            {
                ResourceReady = null,
                HealthReports = [.. snapshot.HealthReports.Select(r => new HealthReportSnapshot(r.Name, null, null, null))],
            });
        }
    }

    private async Task MonitorAsync(IResource resource, string id, CancellationToken cancellationToken)
    {
        try
        {
            var keys = resource.Annotations.OfType<HealthCheckAnnotation>().Select(a => a.Key).ToHashSet();
            var quickUntil = DateTime.UtcNow + QuickPeriod;
            var isReady = false;
            while (true)
            {
                var healthy = keys.Count == 0 || await CheckAsync(resource, id, keys, cancellationToken).ConfigureAwait(false);
                if (healthy && !isReady)
                {
                    isReady = true;
                    var ready = eventing.PublishAsync(new ResourceReadyEvent(resource, services), cancellationToken);
                    await notifications.PublishUpdateAsync(resource, id, snapshot => snapshot with { ResourceReady = ready }).ConfigureAwait(false);
                }

                if (keys.Count == 0)
                {
                    return;
                }

                await Task.Delay(healthy ? Slow : DateTime.UtcNow < quickUntil ? Quick : Patient, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // The resource no longer runs.
        }
        catch (Exception e)
        {
            logger.LogError(e, "The health of {Resource} is no longer watched.", id);
        }
    }

    private async Task<bool> CheckAsync(IResource resource, string id, HashSet<string> keys, CancellationToken cancellationToken)
    {
        var report = await checks.CheckHealthAsync(check => keys.Contains(check.Name), cancellationToken).ConfigureAwait(false);
        var now = DateTime.UtcNow;
        await notifications.PublishUpdateAsync(resource, id, snapshot => snapshot with
        {
            HealthReports = [.. keys.Select(key => report.Entries.TryGetValue(key, out var entry)
                ? new HealthReportSnapshot(key, entry.Status, entry.Description, entry.Exception?.ToString()) { LastRunAt = now }
                : new HealthReportSnapshot(key, HealthStatus.Unhealthy, $"There is no health check '{key}'.", null))],
        }).ConfigureAwait(false);
        return report.Status is HealthStatus.Healthy && report.Entries.Count == keys.Count;
    }
}
