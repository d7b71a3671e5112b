using System.Threading.RateLimiting;
using Erp.Web.Hosting;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;

namespace Erp.Web.SignIn;

/// <summary>How often one may try to sign in.</summary>
internal static class SignInLimit
{
    /// <summary>Policy of the rate limiter for attempts to sign in.</summary>
    public const string Policy = "sign-in";

    public static void AddSignInLimit(this IServiceCollection services) => services
        .AddRateLimiter(limiter => limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests)
        .AddOptions<RateLimiterOptions>()
        .Configure<IOptions<WebOptions>>((limiter, web) => limiter.AddPolicy(Policy, context =>
            HttpMethods.IsGet(context.Request.Method) && !context.Request.Path.Equals("/sign-in")
                ? RateLimitPartition.GetNoLimiter("reading")
                : RateLimitPartition.GetFixedWindowLimiter(
                    context.Connection.RemoteIpAddress?.ToString() ?? "",
                    _ => new() { PermitLimit = web.Value.SignInsPerMinute, Window = TimeSpan.FromMinutes(1) })));
}
