using Erp.ServiceDefaults.Configuration;
using Erp.ServiceDefaults.Health;
using Erp.ServiceDefaults.Telemetry;

namespace Erp.Employee.Data;

internal static class DatabaseExtensions
{
    /// <summary>MySQL from connection string <c>mysql</c>, its migrations and its readiness check.</summary>
    public static WebApplicationBuilder AddDatabase(this WebApplicationBuilder builder)
    {
        builder.AddTraceSource("MySqlConnector");
        builder.AddValidatedOptions<DatabaseOptions>(DatabaseOptions.Section);
        builder.Services.AddSingleton<ConnectionFactory>();
        builder.Services.AddSingleton<Database>();
        builder.Services.AddSingleton<Migrator>();
        builder.Services.AddSingleton<SchemaState>();
        builder.Services.AddHostedService<DatabaseStartup>();
        builder.Services.AddHealthChecks()
            .AddCheck<DatabaseHealthCheck>("mysql", tags: [HealthTags.Ready])
            .AddCheck<SchemaHealthCheck>("mysql-schema", tags: [HealthTags.Ready]);
        return builder;
    }
}
