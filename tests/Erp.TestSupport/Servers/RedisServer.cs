using System.Globalization;
using StackExchange.Redis;

namespace Erp.TestSupport;

/// <summary>A redis-server of this test's own, without persistence: stopping it loses its data, as the loss of a
/// cluster's Redis does.</summary>
public sealed class RedisServer : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private ServerProcess? _process;

    /// <summary>Port on 127.0.0.1; stays the same over a restart.</summary>
    public int Port { get; private set; }

    /// <summary>For <c>ConnectionStrings:redis</c>.</summary>
    public string ConnectionString => $"127.0.0.1:{Port},password=erp-test";

    /// <summary>Starts it; also after <see cref="StopAsync"/>, then empty.</summary>
    public async Task StartAsync()
    {
        if (Port == 0) Port = FreePort.Next();
        _process = ServerProcess.Start(Programs.Find("redis-server") ?? "redis-server",
            [
                "--bind", "127.0.0.1", "--port", Port.ToString(CultureInfo.InvariantCulture), "--requirepass",
                "erp-test", "--save", "", "--appendonly", "no", "--dir", _folder.Path,
            ],
            _folder.File("redis.log"));
        await _process.WaitUntilReadyAsync(async () =>
        {
            using var connection = await ConnectAsync();
            await connection.GetDatabase().PingAsync();
            return true;
        }, TimeSpan.FromSeconds(20));
    }

    /// <summary>Kills it with all its data.</summary>
    public async Task StopAsync()
    {
        if (_process is not null) await _process.DisposeAsync();
        _process = null;
    }

    /// <summary>Loses all data while the server goes on.</summary>
    public async Task FlushAsync()
    {
        using var connection = await ConnectAsync();
        await connection.GetServer("127.0.0.1", Port).FlushAllDatabasesAsync();
    }

    /// <summary>All that it has now.</summary>
    public async Task<IReadOnlyDictionary<RedisKey, byte[]>> CopyAsync()
    {
        await using var connection = await ConnectAsync();
        var copy = new Dictionary<RedisKey, byte[]>();
        foreach (var key in connection.GetServers()[0].Keys())
            if (await connection.GetDatabase().KeyDumpAsync(key) is { } value) copy[key] = value;
        return copy;
    }

    /// <summary>Has nothing but what it had when it was copied.</summary>
    public async Task PutBackAsync(IReadOnlyDictionary<RedisKey, byte[]> copy)
    {
        await FlushAsync();
        await using var connection = await ConnectAsync();
        // Services write meanwhile.
        foreach (var (key, value) in copy)
            await connection.GetDatabase().ExecuteAsync("RESTORE", key, 0, value, "REPLACE");
    }

    /// <summary>A connection of the test's own; dispose it.</summary>
    public async Task<ConnectionMultiplexer> ConnectAsync() =>
        await ConnectionMultiplexer.ConnectAsync(
            ConnectionString + ",allowAdmin=true,connectTimeout=1000,connectRetry=1");

    ValueTask IAsyncLifetime.InitializeAsync() => new(StartAsync());

    async ValueTask IAsyncDisposable.DisposeAsync()
    {
        await StopAsync();
        _folder.Delete();
    }
}
