using System.Globalization;
using Dapper;
using Erp.ServiceDefaults.Company;
using EvolveDb;

namespace Erp.Employee.Data;

/// <summary>Makes the database and applies the numbered scripts in <c>Migrations/</c>, one replica at a time.</summary>
internal sealed class Migrator(
    ConnectionFactory connections, CompanyCalendar calendar, ILogger<Migrator> logger)
{
    private const string Scripts = "Erp.Employee.Data.Migrations";

    public async Task MigrateAsync(CancellationToken cancellationToken)
    {
        // The lock lives on its own connection: it ends with it, whatever happens to the migration.
        await using var guard = connections.CreateForServer();
        await guard.OpenAsync(cancellationToken);
        var lockName = $"erp-migrate-{connections.DatabaseName}";
        if (await guard.ExecuteScalarAsync<long?>(
                "SELECT GET_LOCK(@lockName, 60)",
                new { lockName },
                commandTimeout: 70) != 1)
            throw new TimeoutException("Another replica has been migrating the database for a minute.");

        await guard.ExecuteAsync(
            $"CREATE DATABASE IF NOT EXISTS `{connections.DatabaseName.Replace("`", "``", StringComparison.Ordinal)}`");
        await using var connection = connections.Create();
        var evolve = new Evolve(connection, message => logger.LogInformation("{Migration}", message))
        {
            EmbeddedResourceAssemblies = [typeof(Migrator).Assembly],
            EmbeddedResourceFilters = [Scripts],
            Placeholders = new()
            {
                ["${companyYear}"] = calendar.Today.Year.ToString(CultureInfo.InvariantCulture),
            },
            IsEraseDisabled = true,
            // Numbers are given in blocks to what is made side by side: a lower one may come later.
            OutOfOrder = true,
            // Its own lock polls every few seconds; ours above does not.
            EnableClusterMode = false,
            CommandTimeout = 60,
        };
        await Task.Run(evolve.Migrate, cancellationToken);
    }
}
