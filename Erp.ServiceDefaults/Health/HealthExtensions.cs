using Erp.Api.Json;
using Erp.ServiceDefaults.Auth;
using Erp.ServiceDefaults.Configuration;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Erp.ServiceDefaults.Health;

/// <summary>Three different questions: does the process live, has it started, can it work now. The actuator's path has
/// the last answer, for dashboards and runbooks that know it.</summary>
internal static class HealthExtensions
{
    private static readonly string[] Paths = ["/alive", "/started", "/health", "/actuator/health"];

    public static void AddHealth(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        builder.AddValidatedOptions<DrainOptions>(DrainOptions.Section);
        services.AddOptions<HostOptions>().Configure<IOptions<DrainOptions>>((host, drain) =>
            host.ShutdownTimeout = drain.Value.Delay + drain.Value.Timeout);
        services.AddSingleton<DrainState>();
        services.AddHostedService<Drain>();
        services.AddSingleton<ReadinessLog>();
        // Not ready is a state, which is logged when it changes; otherwise every probe of a starting service would be
        // an error in its log.
        builder.Logging.AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.None);
        services.AddHealthChecks().AddCheck<DrainState>("serving", tags: [HealthTags.Ready]);
    }

    public static bool IsProbe(PathString path) => Paths.Contains(path.Value);

    public static void MapHealth(this WebApplication app)
    {
        var probes =
            app.MapGroup("").AllowAnonymous().DisableRateLimiting().DisableHttpMetrics().ExcludeFromDescription();
        probes.MapGet("/alive", () => Results.Json(new { status = "UP" }));
        probes.MapGet("/started", (HttpContext context, DrainState state) =>
            state.Started
                ? Answer(context, c => c.Tags.Contains(HealthTags.Started))
                : Write(context, up: false, null));
        foreach (var path in new[] { "/health", "/actuator/health" })
            probes.MapGet(
                path,
                context =>
                    Answer(
                        context, c => c.Tags.Contains(HealthTags.Ready) || c.Tags.Contains(HealthTags.Started),
                        log: true));
    }

    private static async Task Answer(HttpContext context, Func<HealthCheckRegistration, bool> which, bool log = false)
    {
        var health = context.RequestServices.GetRequiredService<HealthCheckService>();
        var report = await health.CheckHealthAsync(which, context.RequestAborted);
        // A probe that gave up waiting has no answer, and a service that stops is not missing anything.
        if (log
            && !context.RequestAborted.IsCancellationRequested
            && !context.RequestServices.GetRequiredService<DrainState>().Draining)
            context.RequestServices.GetRequiredService<ReadinessLog>().Note(report);
        await Write(context, report.Status != HealthStatus.Unhealthy, report);
    }

    // What exactly is wrong is for the services of this system, not for everybody who can reach the port.
    private static Task Write(HttpContext context, bool up, HealthReport? report)
    {
        context.Response.StatusCode = up ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        var status = up ? "UP" : "DOWN";
        return report is not null && Caller.From(context.User).IsService
            ? context.Response.WriteAsJsonAsync(
                new { status, components = report.Entries.ToDictionary(e => e.Key, Describe) }, ErpJson.Options)
            : context.Response.WriteAsJsonAsync(new { status }, ErpJson.Options);
    }

    private static object Describe(KeyValuePair<string, HealthReportEntry> entry) => new
    {
        status = entry.Value.Status switch
        {
            HealthStatus.Healthy => "UP", HealthStatus.Degraded => "DEGRADED", _ => "DOWN",
        },
        detail = entry.Value.Description ?? entry.Value.Exception?.Message,
    };
}
