using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace Erp.ServiceDefaults.Health;

/// <summary>Whether this process has started, and whether it is on its way out: from the signal on it is not ready, so
/// that nobody sends it new work while it finishes what it has.</summary>
internal sealed class DrainState(IHostApplicationLifetime lifetime) : IHealthCheck
{
    private volatile bool _draining;

    public bool Started => lifetime.ApplicationStarted.IsCancellationRequested;

    public bool Draining => _draining || lifetime.ApplicationStopping.IsCancellationRequested;

    public void Begin() => _draining = true;

    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(Draining ? HealthCheckResult.Unhealthy("stopping")
            : Started ? HealthCheckResult.Healthy("serving") : HealthCheckResult.Unhealthy("starting"));
}
