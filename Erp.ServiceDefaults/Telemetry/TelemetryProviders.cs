using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Erp.ServiceDefaults.Telemetry;

/// <summary>Traces and metrics of this process, sent where <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> points to, and metrics to whoever scrapes
/// <c>METRICS_PORT</c>. Without either, nothing is measured. Registered first, so that it is stopped, and flushed, last.</summary>
internal sealed class TelemetryProviders : IHostedService, IDisposable
{
    private const int FlushMilliseconds = 3000;
    private static readonly string[] Meters =
    [
        "Erp.*", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "Microsoft.AspNetCore.RateLimiting",
        "System.Net.Http", "System.Runtime",
    ];
    private readonly TracerProvider? _traces;

    public TelemetryProviders(IConfiguration configuration, IHostEnvironment environment)
    {
        var settings = TelemetrySettings.From(configuration);
        if (settings.Otlp)
            _traces = Sdk.CreateTracerProviderBuilder()
                .ConfigureServices(s => s.AddSingleton(configuration))
                .SetResourceBuilder(ResourceOf(configuration, environment))
                .AddSource("Erp.*", "Microsoft.AspNetCore", "System.Net.Http")
                .AddProcessor(new TokenRedaction())
                .AddOtlpExporter()
                .Build();
        if (!settings.Otlp && settings.MetricsPort is null) return;

        var meters = Sdk.CreateMeterProviderBuilder()
            .ConfigureServices(s => s.AddSingleton(configuration))
            .SetResourceBuilder(ResourceOf(configuration, environment)).AddMeter(Meters);
        if (settings.Otlp) meters.AddOtlpExporter();
        if (settings.MetricsPort is not null) meters.AddPrometheusExporter();
        Metrics = meters.Build();
    }

    public MeterProvider? Metrics { get; }

    /// <summary>The name that <c>OTEL_SERVICE_NAME</c> gives, with an instance of its own for every replica.</summary>
    public static ResourceBuilder ResourceOf(IConfiguration configuration, IHostEnvironment environment)
    {
        var name = configuration["OTEL_SERVICE_NAME"] is { Length: > 0 } given ? given : environment.ApplicationName;
        // Attributes from the environment come last and win.
        return ResourceBuilder.CreateEmpty().AddService(name, serviceInstanceId: $"{Environment.MachineName}-{Environment.ProcessId}")
            .AddTelemetrySdk().AddEnvironmentVariableDetector();
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.Run(() =>
    {
        _traces?.ForceFlush(FlushMilliseconds);
        Metrics?.ForceFlush(FlushMilliseconds);
    }, CancellationToken.None);

    public void Dispose()
    {
        _traces?.Dispose();
        Metrics?.Dispose();
    }
}
