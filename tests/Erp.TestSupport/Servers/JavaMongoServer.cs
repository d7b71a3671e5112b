using System.Net.Sockets;

namespace Erp.TestSupport;

/// <summary>A server that speaks MongoDB's protocol, out of the folder that <c>MONGO_SERVER_HOME</c> names, behind a
/// <see cref="WireVersionRelay"/>.</summary>
public sealed class JavaMongoServer(string home) : IMongoProcess
{
    private readonly TemporaryFolder _folder = new();
    private readonly int _port = FreePort.Next();
    private ServerProcess? _process;
    private WireVersionRelay? _relay;

    /// <inheritdoc/>
    public int Port => _relay!.Port;

    /// <inheritdoc/>
    public async Task StartAsync()
    {
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

    /// <summary>In order, so that its file is whole.</summary>
    public async Task StopAsync()
    {
        if (_process is null) return;
        await _process.StopAsync();
        await _process.DisposeAsync();
        _process = null;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _relay?.Dispose();
        if (_process is not null) await _process.DisposeAsync();
        _folder.Delete();
    }
}
