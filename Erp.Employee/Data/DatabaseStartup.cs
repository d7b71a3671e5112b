using Microsoft.Extensions.Options;

namespace Erp.Employee.Data;

/// <summary>Brings the schema up to date once the database answers. The service runs meanwhile, but is not
/// ready.</summary>
internal sealed class DatabaseStartup(
    Migrator migrator, SchemaState state, IOptions<DatabaseOptions> options, ILogger<DatabaseStartup> logger)
    : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var pause = TimeSpan.FromSeconds(options.Value.StartRetrySeconds);
        var said = "";
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await migrator.MigrateAsync(stoppingToken);
                state.Ready();
                return;
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                // Each reason once: a database that is away for an hour is one line, not thousands.
                if (said != e.Message) logger.LogWarning("The database cannot be migrated yet: {Reason}", e.Message);
                said = e.Message;
                await Task.Delay(pause, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }
}
