using Erp.ServiceDefaults.Errors;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Erp.Approval.Requests.Storage;

/// <summary>Prepares the store in the background, so that the service starts (not ready) while its database is away,
/// and tells readiness.</summary>
internal sealed class StoreStartup(IApprovalStore store, ILogger<StoreStartup> logger) : BackgroundService, IHealthCheck
{
    private volatile bool _prepared;

    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (!_prepared) return HealthCheckResult.Unhealthy("The approval store is not prepared yet.");
        try
        {
            await store.PingAsync(cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (DependencyUnavailableException e)
        {
            return HealthCheckResult.Unhealthy(e.Message);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            try
            {
                await store.InitializeAsync(stoppingToken);
                _prepared = true;
                return;
            }
            catch (DependencyUnavailableException e)
            {
                logger.LogWarning("The approval store is away, trying again in a second: {Reason}", e.Message);
                await Task.Delay(TimeSpan.FromSeconds(1), stoppingToken);
            }
        }
    }
}
