using System.Globalization;
using Erp.ServiceDefaults.Health;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Logs;

namespace Erp.ServiceDefaults.Telemetry;

/// <summary>Traces, metrics and logs.</summary>
internal static class TelemetryExtensions
{
    public static void AddTelemetry(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<TelemetryProviders>();
        builder.Services.AddHostedService(p => p.GetRequiredService<TelemetryProviders>());

        var settings = TelemetrySettings.From(builder.Configuration);
        builder.Logging.AddSimpleConsole(o => (o.SingleLine, o.UseUtcTimestamp, o.TimestampFormat) = (true, true, "HH:mm:ss.fff "));
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        // At Information this one writes whole addresses, and with them the tokens of sockets.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Warning);
        builder.Logging.AddFilter("System.Net.Http.HttpClient", LogLevel.Warning);
        builder.Logging.AddFilter("Polly", LogLevel.Error);
        if (settings.Otlp)
            builder.Logging.AddOpenTelemetry(o =>
            {
                o.IncludeFormattedMessage = true;
                o.SetResourceBuilder(TelemetryProviders.ResourceOf(builder.Configuration, builder.Environment));
                o.AddOtlpExporter();
            });
        if (settings.MetricsPort is { } port) builder.WebHost.UseUrls(AlsoOn(builder, port));
    }

    /// <summary>The metrics on their own port, and nothing else there.</summary>
    public static void UseTelemetry(this WebApplication app)
    {
        var settings = TelemetrySettings.From(app.Configuration);
        var providers = app.Services.GetRequiredService<TelemetryProviders>();
        if (settings.MetricsPort is { } port && providers.Metrics is { } metrics)
            app.MapWhen(c => c.Connection.LocalPort == port, branch =>
            {
                branch.UseOpenTelemetryPrometheusScrapingEndpoint(metrics, null, "/metrics", null, null);
                branch.Run(c => { c.Response.StatusCode = StatusCodes.Status404NotFound; return Task.CompletedTask; });
            });
        app.Use(Describe);
    }

    // Probes come every few seconds and would bury what matters.
    private static async Task Describe(HttpContext context, RequestDelegate next)
    {
        var activity = context.Features.Get<IHttpActivityFeature>()?.Activity;
        if (activity is not null && HealthExtensions.IsProbe(context.Request.Path))
        {
            activity.IsAllDataRequested = false;
            activity.ActivityTraceFlags &= ~System.Diagnostics.ActivityTraceFlags.Recorded;
        }
        try
        {
            await next(context);
        }
        finally
        {
            if (activity is { IsAllDataRequested: true })
            {
                var route = (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText;
                activity.DisplayName = route is null ? context.Request.Method : $"{context.Request.Method} {route}";
                activity.SetTag("http.request.method", context.Request.Method).SetTag("url.path", context.Request.Path.Value)
                    .SetTag("http.route", route).SetTag("http.response.status_code", context.Response.StatusCode);
            }
        }
    }

    // Listening by code would override the addresses from the environment, so the port is added to them instead.
    private static string AlsoOn(WebApplicationBuilder builder, int port)
    {
        var urls = builder.Configuration["urls"] ?? builder.Configuration["ASPNETCORE_URLS"];
        if (string.IsNullOrEmpty(urls))
            urls = string.Join(';', (builder.Configuration["http_ports"] ?? "8080").Split(';', StringSplitOptions.RemoveEmptyEntries).Select(p => $"http://*:{p}"));
        return string.Create(CultureInfo.InvariantCulture, $"{urls};http://*:{port}");
    }
}
