using Erp.ServiceDefaults.Errors;
using Erp.ServiceDefaults.Work;
using Microsoft.Extensions.Options;

namespace Erp.Employee.Data;

/// <summary>Brings the schema up to date once the database answers. The service runs meanwhile, but is not
/// ready.</summary>
internal sealed class DatabaseStartup(
    Migrator migrator, SchemaState state, IOptions<DatabaseOptions> options, TransientFaults faults,
    ILogger<DatabaseStartup> logger)
    : RecurringWork(
        "The database cannot be migrated yet", TimeSpan.FromSeconds(options.Value.StartRetrySeconds), faults, logger)
{
    protected override async Task<TimeSpan?> TurnAsync(CancellationToken stoppingToken)
    {
        await migrator.MigrateAsync(stoppingToken);
        state.Ready();
        return null;
    }
}
