namespace Erp.TestSupport;

/// <summary>A server that speaks MongoDB's protocol, without access control; its port and its data stay when it is
/// stopped and started.</summary>
public interface IMongoProcess : IAsyncDisposable
{
    /// <summary>On 127.0.0.1.</summary>
    int Port { get; }

    /// <summary>Returns when it answers.</summary>
    Task StartAsync();

    /// <summary>Ends it in order.</summary>
    Task StopAsync();
}

/// <summary>What is said of any such server.</summary>
public static class MongoProcessExtensions
{
    /// <summary>A connection string to this database. Without retried writes: they need transactions, which a server
    /// that stands alone has not.</summary>
    public static string ConnectionString(this IMongoProcess server, string database) =>
        $"mongodb://127.0.0.1:{server.Port}/{database}?serverSelectionTimeoutMS=5000&retryWrites=false";
}
