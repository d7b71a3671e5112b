using Dapper;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Erp.Employee.Data;

/// <summary>Ready while the database answers <c>SELECT 1</c>; no table is read.</summary>
internal sealed class DatabaseHealthCheck(Database database) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await database.ReadAsync(c => c.ExecuteScalarAsync<long>("SELECT 1", commandTimeout: 3), cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return HealthCheckResult.Unhealthy("The database does not answer.");
        }
    }
}
