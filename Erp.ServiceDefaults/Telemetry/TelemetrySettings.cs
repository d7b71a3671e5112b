using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Erp.ServiceDefaults.Telemetry;

/// <summary>What the environment asks for.</summary>
/// <param name="Otlp"><c>OTEL_EXPORTER_OTLP_ENDPOINT</c> is set.</param>
/// <param name="MetricsPort"><c>METRICS_PORT</c>: a port of its own for <c>/metrics</c>, which the load balancer does
/// not reach.</param>
internal sealed record TelemetrySettings(bool Otlp, int? MetricsPort)
{
    public const string MetricsPortKey = "METRICS_PORT";

    public static TelemetrySettings From(IConfiguration configuration)
    {
        int? port = null;
        if (configuration[MetricsPortKey] is { Length: > 0 } text)
            port = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                && number is > 0 and < 65536
                ? number
                : throw new OptionsValidationException(
                    MetricsPortKey, typeof(TelemetrySettings), [$"{MetricsPortKey} must be a port number."]);
        return new(configuration["OTEL_EXPORTER_OTLP_ENDPOINT"] is { Length: > 0 }, port);
    }
}
