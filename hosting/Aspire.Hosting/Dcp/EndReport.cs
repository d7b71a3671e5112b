using System.Text.Json;
using System.Text.RegularExpressions;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Dcp.Api;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Dcp;

/// <summary>Says on the AppHost's console, and where it is DCP's knowledge on the resource's, why something ended by itself.</summary>
internal static partial class EndReport
{
    private const int LinesShown = 12;

    public static async Task WriteAsync(DcpClient client, DcpInstance instance, InstanceStatus status, ILogger resourceLogger, ILogger logger, CancellationToken cancellationToken)
    {
        try
        {
            if (status.State == KnownResourceStates.FailedToStart)
            {
                var reason = await ReasonAsync(client, instance, cancellationToken).ConfigureAwait(false);
                resourceLogger.LogError("{Resource} failed to start: {Reason}", instance.Name, reason);
                logger.LogError("{Resource} failed to start: {Reason}", instance.Name, reason);
            }
            else if (status.ExitCode is not (null or 0))
            {
                var lines = await client.ReadLogAsync(instance, "stderr", cancellationToken).ConfigureAwait(false);
                if (lines.Count == 0)
                    lines = await client.ReadLogAsync(instance, "stdout", cancellationToken).ConfigureAwait(false);
                var last = string.Join(Environment.NewLine, lines.TakeLast(LinesShown).Select(Plain));
                logger.LogError("{Resource} ended with exit code {ExitCode}.{Output}", instance.Name, status.ExitCode, last.Length > 0 ? " Its last lines:" + Environment.NewLine + last : "");
            }
        }
        catch (Exception e) when (e is DcpException or HttpRequestException or IOException or OperationCanceledException)
        {
            logger.LogDebug(e, "The log of {Resource} could not be read.", instance.Name);
        }
    }

    // DCP writes its own messages about an object as "time, level, source, text, JSON", separated by tabs; the first error is the cause.
    private static async Task<string> ReasonAsync(DcpClient client, DcpInstance instance, CancellationToken cancellationToken)
    {
        foreach (var line in await client.ReadLogAsync(instance, "system", cancellationToken).ConfigureAwait(false))
        {
            if (!line.Contains("\terror\t", StringComparison.Ordinal))
                continue;
            var json = line.IndexOf("\t{", StringComparison.Ordinal);
            if (json >= 0 && ErrorOf(line[(json + 1)..]) is { } error)
                return error;
        }
        return "DCP gives no reason.";
    }

    private static string? ErrorOf(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.TryGetProperty("error", out var error) ? error.GetString() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // Each line begins with DCP's time; colors are for the dashboard.
    private static string Plain(string line) =>
        Colors().Replace(line.IndexOf(' ', StringComparison.Ordinal) is > 0 and var space ? line[(space + 1)..] : line, "");

    [GeneratedRegex("\x1b\\[[0-9;]*m")]
    private static partial Regex Colors();
}
