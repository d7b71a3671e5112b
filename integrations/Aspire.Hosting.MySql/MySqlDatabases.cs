using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using MySqlConnector;

namespace Aspire.Hosting.MySql;

/// <summary>Creates a server's databases once it is ready.</summary>
internal static class MySqlDatabases
{
    public static async Task CreateAsync(
        MySqlServerResource server, IServiceProvider services, CancellationToken cancellationToken)
    {
        if (server.DatabaseResources.Count == 0) return;

        var logger = services.GetRequiredService<ResourceLoggerService>().GetLogger(server);
        var connection = new MySqlConnection(
            await server.ConnectionStringExpression.GetValueAsync(cancellationToken).ConfigureAwait(false));
        await using (connection.ConfigureAwait(false))
        {
            await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
            foreach (var database in server.DatabaseResources)
            {
                try
                {
                    var command = connection.CreateCommand();
                    await using (command.ConfigureAwait(false))
                    {
                        command.CommandText = Sql(database);
                        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
                    }
                }
                catch (MySqlException e)
                {
                    // Its health check says so too, and the other databases may still be made.
                    logger.LogError(e, "The database '{Database}' could not be created", database.DatabaseName);
                }
            }
        }
    }

    private static string Sql(MySqlDatabaseResource database) =>
        $"CREATE DATABASE IF NOT EXISTS `{database.DatabaseName.Replace("`", "``", StringComparison.Ordinal)}`;";
}
