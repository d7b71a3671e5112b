using System.Threading.RateLimiting;
using Erp.Web.Services;
using Microsoft.AspNetCore.RateLimiting;

namespace Erp.Web.Calendar;

/// <summary><c>/calendar.ics?token=</c> for calendar programs, which have an address and nothing else: handed on to
/// employee-service, which knows whose token it is.</summary>
internal static class CalendarFileEndpoint
{
    private const string Path = "/calendar.ics", Client = "calendar-file", RateLimit = "calendar-file";
    private const int RequestsPerMinute = 60;

    /// <summary>A client of its own: whoever floods this address opens no breaker of the pages.</summary>
    public static void AddCalendarFile(this WebApplicationBuilder builder)
    {
        builder.Services.AddHttpClient(Client, http =>
            {
                http.BaseAddress = new($"http://{EmployeeClient.Name}");
                http.Timeout = PageTime.Most;
            })
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
            {
                ConnectTimeout = TimeSpan.FromSeconds(2), AllowAutoRedirect = false, UseCookies = false,
                UseProxy = false,
            })
            .AddServiceDiscovery();
        builder.Services.Configure<RateLimiterOptions>(limiter => limiter.AddPolicy(RateLimit, context =>
            RateLimitPartition.GetFixedWindowLimiter(
                context.Connection.RemoteIpAddress?.ToString() ?? "",
                _ => new() { PermitLimit = RequestsPerMinute, Window = TimeSpan.FromMinutes(1) })));
    }

    public static void MapCalendarFile(this WebApplication app) =>
        app.MapGet(Path, ForwardAsync).AllowAnonymous().RequireRateLimiting(RateLimit);

    private static async Task<IResult> ForwardAsync(
        string? token, IHttpClientFactory clients, HttpContext context, CancellationToken cancellationToken)
    {
        using var client = clients.CreateClient(Client);
        try
        {
            using var answer = await client.GetAsync(
                $"{Path}?token={Uri.EscapeDataString(token ?? "")}", cancellationToken);
            context.Response.Headers.CacheControl = "no-store";
            return answer.IsSuccessStatusCode
                ? Results.Bytes(
                    await answer.Content.ReadAsByteArrayAsync(cancellationToken),
                    answer.Content.Headers.ContentType?.ToString())
                : Results.StatusCode((int)answer.StatusCode);
        }
        catch (Exception e)
            when (e is HttpRequestException or TaskCanceledException { InnerException: TimeoutException })
        {
            return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
        }
    }
}
