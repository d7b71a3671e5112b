using Erp.ServiceDefaults.Data;
using Erp.ServiceDefaults.Tests.Support;
using Erp.TestSupport;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace Erp.ServiceDefaults.Tests;

public sealed class RedisTests
{
    [Fact]
    public async Task A_service_starts_before_Redis_and_survives_its_going_and_coming_back()
    {
        var redis = new RedisServer();
        await redis.StartAsync();
        await redis.StopAsync();
        await using var service = await TestService.StartAsync(b => b.AddRedis(), _ => { }, ("ConnectionStrings:redis", redis.ConnectionString));
        Assert.Equal(503, await Health(service));
        for (var i = 0; i < 2; i++)
        {
            await redis.StartAsync();
            await Until.True(async () => await Health(service) == 200, "ready");
            Assert.True(await service.Services.GetRequiredService<IConnectionMultiplexer>().GetDatabase().StringSetAsync("k", "v"));
            await redis.StopAsync();
            await Until.True(async () => await Health(service) == 503, "not ready");
        }
        await ((IAsyncLifetime)redis).DisposeAsync();
    }

    [Fact]
    public async Task A_missing_connection_string_is_named() =>
        Assert.Contains("ConnectionStrings:redis", (await Assert.ThrowsAsync<OptionsValidationException>(() =>
            TestService.StartAsync(b => b.AddRedis(), _ => { }))).Message, StringComparison.Ordinal);

    private static async Task<int> Health(TestService service) => (int)(await service.Http.GetAsync("/health")).StatusCode;
}
