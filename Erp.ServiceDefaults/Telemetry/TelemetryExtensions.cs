using System.Globalization;
using Erp.ServiceDefaults.Health;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Erp.ServiceDefaults.Telemetry;

/// <summary>Traces, metrics and logs, sent where <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> points to, and metrics to whoever
/// scrapes <c>METRICS_PORT</c>. Without either, nothing is measured.</summary>
public static class TelemetryExtensions
{
    /// <summary>Spans of this source, a database's driver for example, are part of the traces.</summary>
    public static WebApplicationBuilder AddTraceSource(this WebApplicationBuilder builder, string name)
    {
        builder.Services.ConfigureOpenTelemetryTracerProvider(traces => traces.AddSource(name));
        return builder;
    }

    /// <summary>Whether traces are sent to somebody.</summary>
    public static bool HasTraces(this WebApplicationBuilder builder) =>
        TelemetrySettings.From(builder.Configuration).Otlp;

    internal static void AddTelemetry(this WebApplicationBuilder builder)
    {
        builder.Logging.AddSimpleConsole(o => (o.SingleLine, o.UseUtcTimestamp, o.TimestampFormat) = (
            true, true, "HH:mm:ss.fff "));
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        // At Information this one writes whole addresses, and with them the tokens of sockets.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Warning);
        builder.Logging.AddFilter("System.Net.Http.HttpClient", LogLevel.Warning);
        builder.Logging.AddFilter("Polly", LogLevel.Error);

        var settings = TelemetrySettings.From(builder.Configuration);
        if (settings is { Otlp: false, MetricsPort: null }) return;
        var telemetry = builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => Describe(resource, builder))
            .WithMetrics(
                metrics =>
                    metrics.AddMeter("Erp.*")
                        .AddAspNetCoreInstrumentation()
                        .AddHttpClientInstrumentation()
                        .AddRuntimeInstrumentation());
        if (settings.Otlp)
            telemetry.UseOtlpExporter()
                .WithLogging(null, logs => logs.IncludeFormattedMessage = true)
                .WithTracing(traces => traces.AddSource("Erp.*").AddProcessor(new LoneClientSpans())
                    .AddHttpClientInstrumentation()
                    // Probes come every few seconds.
                    .AddAspNetCoreInstrumentation(o => o.Filter = context => !HealthExtensions.IsProbe(
                        context.Request.Path)));
        if (settings.MetricsPort is { } port)
        {
            telemetry.WithMetrics(metrics => metrics.AddPrometheusExporter());
            builder.WebHost.UseUrls(AlsoOn(builder, port));
        }
    }

    /// <summary>The metrics on their own port, and nothing else there.</summary>
    internal static void UseTelemetry(this WebApplication app)
    {
        if (TelemetrySettings.From(app.Configuration).MetricsPort is not { } port) return;
        app.MapWhen(c => c.Connection.LocalPort == port, branch =>
        {
            branch.UseOpenTelemetryPrometheusScrapingEndpoint("/metrics");
            branch.Run(c => { c.Response.StatusCode = StatusCodes.Status404NotFound; return Task.CompletedTask; });
        });
    }

    // The name that OTEL_SERVICE_NAME gives, with an instance of its own for every replica; attributes from the
    // environment come last and win.
    private static void Describe(ResourceBuilder resource, WebApplicationBuilder builder) => resource.Clear()
        .AddService(
            builder.Configuration["OTEL_SERVICE_NAME"] is { Length: > 0 } given
                ? given
                : builder.Environment.ApplicationName,
            serviceInstanceId: $"{Environment.MachineName}-{Environment.ProcessId}")
        .AddTelemetrySdk()
        .AddEnvironmentVariableDetector();

    // Listening by code would override the addresses from the environment, so the port is added to them instead.
    private static string AlsoOn(WebApplicationBuilder builder, int port)
    {
        var urls = builder.Configuration["urls"] ?? builder.Configuration["ASPNETCORE_URLS"];
        if (string.IsNullOrEmpty(urls))
            urls = string.Join(
                ';',
                (builder.Configuration["http_ports"] ?? "8080")
                    .Split(';', StringSplitOptions.RemoveEmptyEntries)
                    .Select(p => $"http://*:{p}"));
        return string.Create(CultureInfo.InvariantCulture, $"{urls};http://*:{port}");
    }
}
