using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;

namespace Erp.ServiceDefaults.Health;

/// <summary>Says once what readiness waits for whenever that changes, and once that nothing is missing any more: a
/// probe is told no names, and an operator needs them.</summary>
internal sealed class ReadinessLog(ILogger<ReadinessLog> logger)
{
    private readonly Lock _lock = new();
    private string _missing = "?";
    private bool _wasReady;

    public void Note(HealthReport report)
    {
        var failing = report.Entries.Where(e => e.Value.Status == HealthStatus.Unhealthy)
            .OrderBy(e => e.Key, StringComparer.Ordinal)
            .ToList();
        var missing = string.Join(", ", failing.Select(e => e.Key));
        lock (_lock)
        {
            if (missing == _missing) return;
            _missing = missing;
            if (failing.Count == 0) logger.LogInformation("Ready");
            // A service that starts waits for something as a matter of course.
            else logger.Log(_wasReady ? LogLevel.Warning : LogLevel.Information, "Not ready: {Missing}",
                string.Join(
                    "; ", failing.Select(e => $"{e.Key}: {e.Value.Description ?? e.Value.Exception?.Message}")));
            _wasReady |= failing.Count == 0;
        }
    }
}
