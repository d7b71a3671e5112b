using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Erp.Employee.Data;

/// <summary>Ready once the schema is up to date. Started before that: a restart would neither bring the database nor
/// shorten a migration.</summary>
internal sealed class SchemaHealthCheck(SchemaState schema) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(schema.IsReady ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy(
            "The schema is not up to date yet."));
}
