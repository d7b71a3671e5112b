using Erp.ServiceDefaults.Errors;
using Erp.TestSupport;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace Erp.Redis.Tests;

public sealed class RedisTests
{
    [Fact]
    public async Task A_service_starts_before_Redis_and_survives_its_going_and_coming_back()
    {
        var redis = new RedisServer();
        await redis.StartAsync();
        await redis.StopAsync();
        await using var service = await StartAsync(redis);
        Assert.Equal(503, await Health(service));
        for (var i = 0; i < 2; i++)
        {
            await redis.StartAsync();
            await Eventually.TrueAsync(async () => await Health(service) == 200);
            Assert.True(
                await service.Services.GetRequiredService<IConnectionMultiplexer>()
                    .GetDatabase()
                    .StringSetAsync("k", "v"));
            await redis.StopAsync();
            await Eventually.TrueAsync(async () => await Health(service) == 503);
        }
        await ((IAsyncDisposable)redis).DisposeAsync();
    }

    [Fact]
    public async Task A_Redis_that_hangs_is_named_in_time()
    {
        var redis = new RedisServer();
        await redis.StartAsync();
        await using var service = await StartAsync(redis);
        await Eventually.TrueAsync(async () => await Health(service) == 200);
        using (var connection = await redis.ConnectAsync())
        {
            await connection.GetDatabase().ExecuteAsync("CLIENT", "PAUSE", "60000", "ALL");
            using var other = service.AsService();
            var answer = await (await other.GetAsync("/health")).Content.ReadAsStringAsync();
            Assert.Contains("Redis does not answer.", answer, StringComparison.Ordinal);
        }
        await ((IAsyncDisposable)redis).DisposeAsync();
    }

    [Fact]
    public async Task A_Redis_that_evicts_keys_is_told_of_and_used_all_the_same()
    {
        var redis = new RedisServer();
        await redis.StartAsync();
        await using var service = await StartAsync(redis);
        using var other = service.AsService();
        await Eventually.TrueAsync(async () => await Health(service) == 200);
        Assert.DoesNotContain("evicts", await other.GetStringAsync("/health"), StringComparison.Ordinal);
        using (var connection = await redis.ConnectAsync())
        {
            await connection.GetDatabase().ExecuteAsync("CONFIG", "SET", "maxmemory", "100mb");
            await connection.GetDatabase().ExecuteAsync("CONFIG", "SET", "maxmemory-policy", "volatile-lru");
        }
        Assert.Contains("policy volatile-lru", await other.GetStringAsync("/health"), StringComparison.Ordinal);
        Assert.Contains(service.Log.Lines, l => l.Contains("Redis evicts keys", StringComparison.Ordinal));
        await ((IAsyncDisposable)redis).DisposeAsync();
    }

    [Fact]
    public async Task What_Redis_refuses_for_the_moment_is_a_dependency_that_is_away()
    {
        var redis = new RedisServer();
        await redis.StartAsync();
        await using var service = await StartAsync(redis);
        var faults = service.Services.GetRequiredService<TransientFaults>();
        using (var connection = await redis.ConnectAsync())
        {
            var database = connection.GetDatabase();
            await database.ExecuteAsync("XGROUP", "CREATE", "stream", "group", "$", "MKSTREAM");
            // Ours: trying again does not help.
            Assert.False(faults.IsTransient(await RefusedAsync("XGROUP", "CREATE", "stream", "group", "$")));
            Assert.False(faults.IsTransient(await RefusedAsync("EVAL", "return redis.call('NONSENSE')", 0)));

            await database.ExecuteAsync("CONFIG", "SET", "min-replicas-to-write", "1");
            await MustBeTransientAsync("NOREPLICAS");
            await database.ExecuteAsync("CONFIG", "SET", "min-replicas-to-write", "0");
            await database.ExecuteAsync("CONFIG", "SET", "maxmemory", "1");
            await MustBeTransientAsync("OOM");

            async Task MustBeTransientAsync(string code)
            {
                RedisServerException[] all =
                [
                    await RefusedAsync("SET", "k", "v"),
                    await RefusedAsync("EVAL", "return redis.call('SET', KEYS[1], 'v')", 1, "k"),
                ];
                foreach (var refused in all)
                {
                    Assert.Contains(code, refused.Message, StringComparison.Ordinal);
                    Assert.True(faults.IsTransient(refused), refused.Message);
                }
            }

            Task<RedisServerException> RefusedAsync(string command, params object[] arguments) =>
                Assert.ThrowsAsync<RedisServerException>(() => database.ExecuteAsync(command, arguments));
        }
        await ((IAsyncDisposable)redis).DisposeAsync();
    }

    [Fact]
    public async Task Commands_of_a_request_are_in_its_trace_and_those_of_nobody_are_not()
    {
        const string Scope = "OpenTelemetry.Instrumentation.StackExchangeRedis";
        var redis = new RedisServer();
        await redis.StartAsync();
        await using var collector = await OtlpCollector.StartAsync();
        foreach (var asked in (bool[])[false, true])
        {
            await using (var service = await TestService.StartAsync(
                b => b.AddRedis(),
                app => app.MapGet("/ping", (IConnectionMultiplexer c) => c.GetDatabase().PingAsync()),
                [("ConnectionStrings:redis", redis.ConnectionString), .. collector.Settings]))
            {
                await service.Services.GetRequiredService<IConnectionMultiplexer>().GetDatabase().PingAsync();
                if (asked) (await service.As(1).GetAsync("/ping")).EnsureSuccessStatusCode();
            }
            Assert.Equal(asked, collector.Received("/v1/traces").Contains(Scope, StringComparison.Ordinal));
        }
        await ((IAsyncDisposable)redis).DisposeAsync();
    }

    [Fact]
    public async Task A_missing_connection_string_is_named() =>
        Assert.Contains("ConnectionStrings:redis", (await Assert.ThrowsAsync<OptionsValidationException>(() =>
            TestService.StartAsync(b => b.AddRedis(), _ => { }))).Message, StringComparison.Ordinal);

    private static Task<TestService> StartAsync(RedisServer redis) =>
        TestService.StartAsync(b => b.AddRedis(), _ => { }, ("ConnectionStrings:redis", redis.ConnectionString));

    private static async Task<int> Health(TestService service) =>
        (int)(await service.Http.GetAsync("/health")).StatusCode;
}
