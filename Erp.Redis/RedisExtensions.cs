using Erp.ServiceDefaults.Configuration;
using Erp.ServiceDefaults.Errors;
using Erp.ServiceDefaults.Health;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace Erp.Redis;

/// <summary>Redis for a service.</summary>
public static class RedisExtensions
{
    /// <summary>A shared <c>StackExchange.Redis.IConnectionMultiplexer</c> from connection string <c>redis</c> that
    /// survives a Redis which is not there yet or comes back, and a readiness check.</summary>
    public static WebApplicationBuilder AddRedis(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        builder.AddValidatedOptions<RedisOptions>(RedisOptions.Section)
            .Configure<IConfiguration>((o, c) => o.Configuration = c.GetConnectionString("redis") ?? "")
            .Validate(o => o.Configuration.Length > 0, "ConnectionStrings:redis must be host:port,password=…");
        services.AddSingleton<IConnectionMultiplexer>(
            p => Connect(p.GetRequiredService<IOptions<RedisOptions>>().Value));
        services.AddTransientFaultDetector<RedisFaults>();
        services.AddHealthChecks().AddCheck<RedisHealth>("redis", tags: [HealthTags.Ready]);
        return builder;
    }

    private static ConnectionMultiplexer Connect(RedisOptions redis)
    {
        var options = ConfigurationOptions.Parse(redis.Configuration);
        // Not there yet is no error: commands fail until it is, and the readiness check says so.
        options.AbortOnConnectFail = false;
        options.ConnectTimeout = 2000;
        options.ConnectRetry = 1;
        options.KeepAlive = 10;
        options.ReconnectRetryPolicy = new LinearRetry(500);
        options.SyncTimeout = (int)redis.CommandTimeout.TotalMilliseconds;
        return ConnectionMultiplexer.Connect(options);
    }
}
