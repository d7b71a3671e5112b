using System.Diagnostics;
using Erp.AppHost.Backing;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Erp.AppHost;

/// <summary>Says on the console where each backing service comes from, when each resource is healthy, and when all are;
/// and in the log of each what concerns it, because <c>aspire run</c> shows nobody the console.</summary>
internal sealed class StartupReport(
    DistributedApplicationModel model,
    ResourceNotificationService notifications,
    ResourceLoggerService resourceLogs,
    ILogger<StartupReport> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        foreach (var resource in model.Resources)
        {
            if (resource.Annotations.OfType<BackingChoice>().FirstOrDefault() is not { } choice) continue;
            logger.LogInformation("{Resource}: {Source} ({Reason})", resource.Name, choice.Source, choice.Reason);
            resourceLogs.GetLogger(resource).LogInformation(
                "Source: {Source} ({Reason})", choice.Source, choice.Reason);
        }

        var started = Process.GetCurrentProcess().StartTime.ToUniversalTime();
        var awaited =
            model.Resources.Where(r => r.HasAnnotationOfType<HealthCheckAnnotation>()).Select(r => r.Name).ToHashSet();
        var count = awaited.Count;
        await foreach (var update in notifications.WatchAsync(stoppingToken))
        {
            var (name, snapshot) = (update.Resource.Name, update.Snapshot);
            if (snapshot.State?.Text != KnownResourceStates.Running
                || snapshot.HealthStatus != HealthStatus.Healthy
                || !awaited.Remove(name))
                continue;

            var seconds = (DateTime.UtcNow - started).TotalSeconds;
            logger.LogInformation("{Resource} is healthy after {Seconds:0.0} s", name, seconds);
            resourceLogs.GetLogger(update.Resource).LogInformation("Healthy after {Seconds:0.0} s", seconds);
            if (awaited.Count == 0)
                logger.LogInformation(
                    "All {Count} resources are healthy after {Seconds:0.0} s. Ctrl-C stops them.", count, seconds);
        }
    }
}
