using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Dashboard;

/// <summary>Passes the dashboard's own log, one JSON object a line, on to ours and notices when it listens.</summary>
internal sealed class DashboardLog(ILoggerFactory loggers, CancellationToken stopping)
{
    private const string OwnPrefix = "Aspire.Dashboard.";
    private readonly TaskCompletionSource _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when the dashboard answers browsers.</summary>
    public Task Listening => _listening.Task;

    public async Task ReadAsync(TextReader lines, LogLevel fallback)
    {
        while (await lines.ReadLineAsync().ConfigureAwait(false) is { } line)
        {
            // That the AppHost does not answer it any more is no error while the AppHost stops.
            if (line.Length > 0 && !stopping.IsCancellationRequested) Write(line, fallback);
        }
    }

    private void Write(string line, LogLevel fallback)
    {
        if (Parse(line) is not { } entry)
        {
            loggers.CreateLogger("Aspire.Hosting.Dashboard").Log(fallback, "{Line}", line);
            return;
        }

        if (entry.Message.StartsWith("Now listening on", StringComparison.Ordinal)) _listening.TrySetResult();

        // Its start-up lines repeat what the AppHost prints; whatever is wrong is worth a line here.
        var category = entry.Category.StartsWith(OwnPrefix, StringComparison.Ordinal) ? entry.Category[OwnPrefix.Length..] : entry.Category;
        var level = entry.Level <= LogLevel.Information || IsNoise(entry.Category) ? LogLevel.Debug : entry.Level;
        loggers.CreateLogger($"Aspire.Hosting.Dashboard.{category}").Log(level, "{Message}", entry.Exception is null ? entry.Message : $"{entry.Message}\n{entry.Exception}");
    }

    // Warns on every new machine that the cookie key is kept as a plain file in the user's home.
    private static bool IsNoise(string category) => category.StartsWith("Microsoft.AspNetCore.DataProtection", StringComparison.Ordinal);

    private static (LogLevel Level, string Category, string Message, string? Exception)? Parse(string line)
    {
        if (!line.StartsWith('{')) return null;
        try
        {
            using var json = JsonDocument.Parse(line);
            var root = json.RootElement;
            return (
                Enum.Parse<LogLevel>(Text("LogLevel") ?? nameof(LogLevel.Information)),
                Text("Category") ?? "",
                Text("Message") ?? "",
                Text("Exception"));

            string? Text(string name) => root.TryGetProperty(name, out var value) ? value.GetString() : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
        {
            return null;
        }
    }
}
