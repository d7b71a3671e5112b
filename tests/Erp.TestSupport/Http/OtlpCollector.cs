using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Erp.TestSupport;

/// <summary>Takes whatever is sent and keeps the bytes as text: enough to look for what must and must not be in
/// them.</summary>
public sealed class OtlpCollector : IAsyncDisposable
{
    private readonly Dictionary<string, StringBuilder> _received = [];
    private WebApplication _app = null!;

    /// <summary>Settings of a service that sends its traces, metrics and logs here.</summary>
    public (string Key, string Value)[] Settings =>
    [
        ("OTEL_EXPORTER_OTLP_ENDPOINT", Address), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"),
        ("OTEL_BSP_SCHEDULE_DELAY", "100"),
    ];

    private string Address => _app.Urls.First();

    public static async Task<OtlpCollector> StartAsync()
    {
        var collector = new OtlpCollector();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        collector._app = builder.Build();
        collector._app.Urls.Add("http://127.0.0.1:0");
        collector._app.MapFallback(async (HttpContext context) =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            lock (collector._received)
            {
                if (!collector._received.TryGetValue(context.Request.Path, out var text))
                    collector._received[context.Request.Path] = text = new();
                text.Append(Encoding.Latin1.GetString(body.ToArray()));
            }
        });
        await collector._app.StartAsync();
        return collector;
    }

    public string Received(string path)
    {
        lock (_received)
            return _received.TryGetValue(path, out var text) ? text.ToString() : "";
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
