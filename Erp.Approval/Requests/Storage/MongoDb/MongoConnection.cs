using Erp.ServiceDefaults.Errors;
using MongoDB.Bson;
using MongoDB.Driver;
using MongoDB.Driver.Core.Configuration;

namespace Erp.Approval.Requests.Storage.MongoDb;

/// <summary>The database that a URI names, and the driver's many exceptions as the two that matter: away, or
/// refused.</summary>
internal static class MongoConnection
{
    // Not primary, stepped down, shutting down, interrupted, network, time limit, write concern not met in time.
    private static readonly int[] Transient =
        [6, 7, 50, 64, 89, 91, 112, 189, 262, 9001, 10107, 11600, 11602, 13388, 13435, 13436];

    /// <summary>Reads the URI; the driver connects in the background.</summary>
    /// <exception cref="ArgumentException">The URI is none.</exception>
    public static IMongoDatabase Open(string uri)
    {
        try
        {
            var given = new ConnectionString(uri);
            var settings = MongoClientSettings.FromConnectionString(uri);
            // The driver's own defaults let a caller wait for minutes.
            settings.ServerSelectionTimeout = given.ServerSelectionTimeout ?? TimeSpan.FromSeconds(3);
            settings.ConnectTimeout = given.ConnectTimeout ?? TimeSpan.FromSeconds(2);
            settings.SocketTimeout = given.SocketTimeout ?? TimeSpan.FromSeconds(10);
            settings.WaitQueueTimeout = given.WaitQueueTimeout ?? TimeSpan.FromSeconds(10);
            settings.WriteConcern = WriteConcern.WMajority.With(wTimeout: TimeSpan.FromSeconds(5));
            return new MongoClient(settings).GetDatabase(given.DatabaseName ?? "erp");
        }
        catch (MongoConfigurationException e)
        {
            throw new ArgumentException($"ConnectionStrings:mongodb is no MongoDB URI: {e.Message}", nameof(uri), e);
        }
    }

    public static Task PingAsync(this IMongoDatabase database, CancellationToken cancellationToken) =>
        RunAsync(() => database.RunCommandAsync<BsonDocument>(
            new BsonDocument("ping", 1), cancellationToken: cancellationToken));

    /// <summary>Whatever is no refusal by the server itself is about reaching it.</summary>
    public static async Task<T> RunAsync<T>(Func<Task<T>> operation)
    {
        try
        {
            return await operation();
        }
        catch (Exception e) when (IsAway(e))
        {
            throw new DependencyUnavailableException($"MongoDB: {e.Message}", e);
        }
    }

    internal static bool IsAway(Exception exception) => exception switch
    {
        MongoWriteConcernException => true,
        MongoCommandException refused => Transient.Contains(refused.Code),
        MongoWriteException { WriteError: { } refused } => Transient.Contains(refused.Code),
        MongoException or TimeoutException => true,
        _ => false,
    };
}
