using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using MongoDB.Bson;
using MongoDB.Driver;

namespace Aspire.Hosting.MongoDB;

/// <summary>Signs in and pings the server.</summary>
internal sealed class MongoDBHealthCheck(ReferenceExpression connectionString) : IHealthCheck, IDisposable
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(3);
    private MongoClient? _client;

    public void Dispose() => _client?.Dispose();

    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            _client ??= await ConnectAsync(cancellationToken).ConfigureAwait(false);
            var ping = new BsonDocument("ping", 1);
            await _client.GetDatabase("admin")
                .RunCommandAsync<BsonDocument>(ping, cancellationToken: cancellationToken)
                .ConfigureAwait(false);
            return HealthCheckResult.Healthy();
        }
        catch (Exception e) when (e is MongoException or TimeoutException)
        {
            return new HealthCheckResult(context.Registration.FailureStatus, e.Message, e);
        }
    }

    private async Task<MongoClient> ConnectAsync(CancellationToken cancellationToken)
    {
        var settings = MongoClientSettings.FromConnectionString(
            await connectionString.GetValueAsync(cancellationToken).ConfigureAwait(false));
        settings.ServerSelectionTimeout = s_limit;
        settings.ConnectTimeout = s_limit;
        return new MongoClient(settings);
    }

    /// <summary>Registers the check under its official name and returns that name.</summary>
    public static string Register(
        IDistributedApplicationBuilder builder, string resourceName, ReferenceExpression connectionString)
    {
        var key = $"{resourceName}_check";
        builder.Services.AddHealthChecks().Add(new HealthCheckRegistration(
            key, new MongoDBHealthCheck(connectionString), failureStatus: null, tags: null));
        return key;
    }
}
