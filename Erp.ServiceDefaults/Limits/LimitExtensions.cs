using System.Threading.RateLimiting;
using Erp.Api.Errors;
using Erp.ServiceDefaults.Auth;
using Erp.ServiceDefaults.Configuration;
using Erp.ServiceDefaults.Errors;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Erp.ServiceDefaults.Limits;

/// <summary>A rate per employee and a size per body. Services are exempt: they work for many employees at
/// once.</summary>
internal static class LimitExtensions
{
    public static void AddLimits(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        builder.AddValidatedOptions<LimitOptions>(LimitOptions.Section);
        services.AddOptions<KestrelServerOptions>().Configure<IOptions<LimitOptions>>((kestrel, limits) =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = limits.Value.MaxBodyBytes;
        });
        services.AddRateLimiter(_ => { });
        services
            .AddOptions<RateLimiterOptions>()
            .Configure<IOptions<LimitOptions>>(
                (limiter, limits) =>
                {
                    limiter.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, long>(c =>
                        PartitionOf(c, limits.Value));
                    limiter.AddPolicy(LimitPolicies.ByAddress, c => RateLimitPartition.GetTokenBucketLimiter(
                        c.Connection.RemoteIpAddress?.ToString() ?? "", _ => Bucket(limits.Value)));
                    limiter.OnRejected = (c, _) =>
                        new(
                            ProblemWriter.WriteAsync(
                                c.HttpContext,
                                new(429, ErrorCodes.ForStatus(429), "Too many requests; see the Retry-After header.")
                                {
                                    RetryAfter = c.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after)
                                        ? after
                                        : TimeSpan.FromSeconds(1),
                                }));
                });
    }

    /// <summary>Refuses what says itself that it is too long; what does not say is cut off by Kestrel while it is
    /// read.</summary>
    public static void UseBodyLimit(this WebApplication app)
    {
        var max = app.Services.GetRequiredService<IOptions<LimitOptions>>();
        app.Use((context, next) => context.Request.ContentLength > max.Value.MaxBodyBytes
            ? throw new ProblemException(413, ErrorCodes.BodyTooLarge, "The body is larger than this service accepts.")
            : next(context));
    }

    private static RateLimitPartition<long> PartitionOf(HttpContext context, LimitOptions limits) =>
        Caller.From(context.User).EmployeeId is { } employee
            ? RateLimitPartition.GetTokenBucketLimiter(employee, _ => Bucket(limits))
            : RateLimitPartition.GetNoLimiter(0L);

    private static TokenBucketRateLimiterOptions Bucket(LimitOptions limits) => new()
    {
        TokenLimit = limits.Burst,
        TokensPerPeriod = limits.RequestsPerSecond,
        ReplenishmentPeriod = TimeSpan.FromSeconds(1),
        QueueLimit = 0,
    };
}
