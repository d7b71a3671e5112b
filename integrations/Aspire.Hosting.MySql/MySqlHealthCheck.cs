using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using MySqlConnector;

namespace Aspire.Hosting.MySql;

/// <summary>Signs in and pings the server. For a database resource the sign-in also says that the database is
/// there.</summary>
internal sealed class MySqlHealthCheck(ReferenceExpression connectionString) : IHealthCheck
{
    private const uint LimitInSeconds = 3;

    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            var settings = new MySqlConnectionStringBuilder(
                await connectionString.GetValueAsync(cancellationToken).ConfigureAwait(false) ?? "")
            {
                ConnectionTimeout = LimitInSeconds,
            };
            var connection = new MySqlConnection(settings.ConnectionString);
            await using (connection.ConfigureAwait(false))
            {
                await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
                return await connection.PingAsync(cancellationToken).ConfigureAwait(false)
                    ? HealthCheckResult.Healthy()
                    : new HealthCheckResult(context.Registration.FailureStatus, "The server does not answer a ping.");
            }
        }
        catch (MySqlException e)
        {
            return new HealthCheckResult(context.Registration.FailureStatus, e.Message, e);
        }
    }

    /// <summary>Registers the check under its official name and returns that name.</summary>
    public static string Register(
        IDistributedApplicationBuilder builder, string resourceName, ReferenceExpression connectionString)
    {
        var key = $"{resourceName}_check";
        builder.Services.AddHealthChecks().Add(new HealthCheckRegistration(
            key, new MySqlHealthCheck(connectionString), failureStatus: null, tags: null));
        return key;
    }
}
