using System.Globalization;
using StackExchange.Redis;

namespace Erp.Chaos.Faults;

/// <summary>What all faults of Redis have in common.</summary>
internal abstract class RedisFault : Fault
{
    public override bool LosesRedis => true;

    protected static async Task<ConnectionMultiplexer> ConnectAsync(ChaosApplication app) =>
        await ConnectionMultiplexer.ConnectAsync(await app.ConnectionStringAsync(Services.Redis) + ",allowAdmin=true");

    protected static IServer ServerOf(ConnectionMultiplexer redis) => redis.GetServer(redis.GetEndPoints().Single());

    protected static string FolderOf(ChaosApplication app) => Path.Combine(app.DataFolder, Services.Redis);
}

/// <summary>FLUSHALL.</summary>
internal sealed class FlushRedis : RedisFault
{
    public override string Name => "flush-redis";

    public override string What => "FLUSHALL while everything runs";

    public override Task ApplyAsync(ChaosApplication app, Random random, bool brief) => app.FlushRedisAsync();
}

/// <summary>Killed, and back without its data.</summary>
internal sealed class WipeRedis : RedisFault
{
    public override string Name => "wipe-redis";

    public override string What => "kill -9 of Redis, back with an empty data folder";

    public override async Task ApplyAsync(ChaosApplication app, Random random, bool brief)
    {
        await app.KillAsync(Services.Redis, app.ReplicasOf(Services.Redis).Single());
        Directory.Delete(Path.Combine(FolderOf(app), "appendonlydir"), recursive: true);
        await app.StartAsync(Services.Redis);
    }
}

/// <summary>Some keys vanish, as by eviction or a hand that slips.</summary>
internal sealed class LoseRedisKeys : RedisFault
{
    public override string Name => "lose-redis-keys";

    public override string What => "one key in five is deleted at random";

    public override async Task ApplyAsync(ChaosApplication app, Random random, bool brief)
    {
        await using var redis = await ConnectAsync(app);
        var keys = new List<RedisKey>();
        await foreach (var key in ServerOf(redis).KeysAsync(pageSize: 1000)) keys.Add(key);
        keys.Sort((a, b) => string.CompareOrdinal(a, b)); // so that the seed decides
        await redis.GetDatabase().KeyDeleteAsync([.. keys.Where(_ => random.Next(5) == 0)]);
    }
}

/// <summary>An older copy is put back.</summary>
internal sealed class OlderRedis : RedisFault
{
    public override string Name => "older-redis";

    public override string What => "Redis comes back as it was some seconds ago";

    public override TimeSpan Takes => TimeSpan.FromSeconds(20);

    public override async Task ApplyAsync(ChaosApplication app, Random random, bool brief)
    {
        var (data, copy) = (Path.Combine(FolderOf(app), "appendonlydir"), Path.Combine(FolderOf(app), "older"));
        Directory.CreateDirectory(copy);
        // A line that is cut off at the end of the file is passed over at the start.
        foreach (var file in Directory.GetFiles(data)) File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        await Task.Delay(TimeSpan.FromSeconds(brief ? 2 : 8));
        await app.KillAsync(Services.Redis, app.ReplicasOf(Services.Redis).Single());
        Directory.Delete(data, recursive: true);
        Directory.Move(copy, data);
        await app.StartAsync(Services.Redis);
    }
}

/// <summary>It takes no writes, as a primary that became a replica.</summary>
internal sealed class ReadOnlyRedis : RedisFault
{
    public override string Name => "readonly-redis";

    public override string What => "Redis is a read-only replica of nobody for 15 s";

    public override TimeSpan Takes => TimeSpan.FromSeconds(20);

    public override bool LosesRedis => false;

    public override async Task ApplyAsync(ChaosApplication app, Random random, bool brief)
    {
        await using var redis = await ConnectAsync(app);
        var server = ServerOf(redis);
        await server.ExecuteAsync("REPLICAOF", "127.0.0.1", "1");
        await Task.Delay(TimeSpan.FromSeconds(brief ? 4 : 15));
        await server.ExecuteAsync("REPLICAOF", "NO", "ONE");
    }
}

/// <summary>Memory is short, and Redis drops what was not used lately.</summary>
internal sealed class EvictingRedis : RedisFault
{
    public override string Name => "evict-redis";

    public override string What => "Redis evicts keys under memory pressure (allkeys-lru)";

    public override async Task ApplyAsync(ChaosApplication app, Random random, bool brief)
    {
        await using var redis = await ConnectAsync(app);
        var (server, database) = (ServerOf(redis), redis.GetDatabase());
        var evicted = await NumberAsync(server, "Stats", "evicted_keys");
        await server.ConfigSetAsync("maxmemory-policy", "allkeys-lru");
        await server.ConfigSetAsync("maxmemory", await NumberAsync(server, "Memory", "used_memory") + (4 << 20));
        var filler = new string('x', 16 << 10);
        for (var i = 0; await NumberAsync(server, "Stats", "evicted_keys") - evicted < 100; i++)
        {
            if (i > 10_000) throw new InvalidOperationException("Redis evicts nothing.");
            await database.StringSetAsync($"chaos:filler:{i}", filler, TimeSpan.FromMinutes(1));
        }
        await server.ConfigSetAsync("maxmemory", 0);
        await server.ConfigSetAsync("maxmemory-policy", "noeviction");
    }

    private static async Task<long> NumberAsync(IServer server, string section, string name) => long.Parse(
        (await server.InfoAsync(section)).SelectMany(s => s).Single(p => p.Key == name).Value,
        CultureInfo.InvariantCulture);
}
