using Erp.ServiceDefaults.Configuration;
using Erp.ServiceDefaults.Errors;
using Erp.ServiceDefaults.Health;
using Erp.ServiceDefaults.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace Erp.Redis;

/// <summary>Redis for a service.</summary>
public static class RedisExtensions
{
    /// <summary>A shared <c>StackExchange.Redis.IConnectionMultiplexer</c> from connection string <c>redis</c> that
    /// survives a Redis which is not there yet or comes back, its commands in the traces, and a readiness
    /// check.</summary>
    public static WebApplicationBuilder AddRedis(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        builder.AddValidatedOptions<RedisOptions>(RedisOptions.Section)
            .Configure<IConfiguration>((o, c) => o.Configuration = c.GetConnectionString("redis") ?? "")
            .Validate(o => o.Configuration.Length > 0, "ConnectionStrings:redis must be host:port,password=…");
        builder.AddRedisClient("redis", settings =>
        {
            // The check below has a time limit and its word in the readiness.
            settings.DisableHealthChecks = true;
            settings.DisableTracing = !builder.HasTraces();
            // Connects at the first use, after the options were found valid.
            settings.DisableAutoActivation = true;
        });
        services.AddOptions<ConfigurationOptions>().Configure<IOptions<RedisOptions>>(Adjust);
        services.AddTransientFaultDetector<RedisFaults>();
        services.AddSingleton<RedisHealth>();
        // At Information it tells every step of every connection.
        builder.Logging.AddFilter("StackExchange.Redis", LogLevel.Warning);
        services.AddHealthChecks().AddCheck<RedisHealth>("redis", tags: [HealthTags.Ready]);
        return builder;
    }

    private static void Adjust(ConfigurationOptions connection, IOptions<RedisOptions> redis)
    {
        // Not there yet is no error: commands fail until it is, and the readiness check says so.
        connection.AbortOnConnectFail = false;
        connection.ConnectTimeout = 2000;
        connection.ConnectRetry = 1;
        connection.KeepAlive = 10;
        connection.ReconnectRetryPolicy = new LinearRetry(500);
        connection.SyncTimeout = (int)redis.Value.CommandTimeout.TotalMilliseconds;
    }
}
