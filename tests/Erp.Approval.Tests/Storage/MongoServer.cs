using System.Net.Sockets;

namespace Erp.Approval.Tests.Storage;

/// <summary>A server that speaks MongoDB's protocol, out of the folder that <c>MONGO_SERVER_HOME</c> names, behind a
/// <see cref="WireVersionRelay"/>; does nothing without it.</summary>
public sealed class MongoServer : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private ServerProcess? _process;
    private WireVersionRelay? _relay;
    private int _port;
    private int _databases;

    /// <summary>A connection string to a database that nobody else uses. Without retried writes: they need
    /// transactions, which this server has not.</summary>
    public string NewDatabase() =>
        $"mongodb://127.0.0.1:{_relay!.Port}/erp_{Interlocked.Increment(ref _databases)}"
            + "?serverSelectionTimeoutMS=5000&retryWrites=false";

    public async Task StartAsync()
    {
        var home = Environment.GetEnvironmentVariable("MONGO_SERVER_HOME")!;
        if (_port == 0) _port = FreePort.Next();
        _relay ??= new(_port);
        _process = ServerProcess.Start(
            "java",
            [
                "-Xmx192m",
                "-cp",
                $"{home}/libs/*:{home}",
                "MongoServerMain",
                "127.0.0.1",
                $"{_port}",
                _folder.File("data"),
            ],
            _folder.File("mongo.log"));
        await _process.WaitUntilReadyAsync(
            async () =>
            {
                using var client = new TcpClient();
                await client.ConnectAsync("127.0.0.1", _port);
                return true;
            },
            TimeSpan.FromSeconds(30));
    }

    /// <summary>Ends it in order, so that its file is whole; <see cref="StartAsync"/> goes on with the data.</summary>
    public async Task StopAsync()
    {
        if (_process is null) return;
        await _process.StopAsync();
        await _process.DisposeAsync();
        _process = null;
    }

    public ValueTask InitializeAsync() =>
        Requires.IsSet("MONGO_SERVER_HOME") ? new(StartAsync()) : default;

    public async ValueTask DisposeAsync()
    {
        _relay?.Dispose();
        if (_process is not null) await _process.DisposeAsync();
        _folder.Delete();
    }
}
