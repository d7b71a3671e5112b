using Erp.ServiceDefaults.Errors;
using Erp.ServiceDefaults.Work;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Erp.Approval.Requests.Storage;

/// <summary>Prepares the store in the background, so that the service starts (not ready) while its database is away,
/// and tells readiness.</summary>
internal sealed class StoreStartup(IApprovalStore store, TransientFaults faults, ILogger<StoreStartup> logger)
    : RecurringWork("The approval store is away", TimeSpan.FromSeconds(1), faults, logger), IHealthCheck
{
    private volatile bool _prepared;

    /// <summary>Whether there is anything to read.</summary>
    public bool IsPrepared => _prepared;

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

    protected override async Task<TimeSpan?> TurnAsync(CancellationToken stoppingToken)
    {
        await store.InitializeAsync(stoppingToken);
        _prepared = true;
        return null;
    }
}
