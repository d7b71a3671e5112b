using System.Text.RegularExpressions;
using Erp.AppHost.Backing;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Erp.AppHost;

/// <summary>Says on the console when a process or container ended, and what it wrote last when it ended in failure.
/// Aspire shows that on the dashboard only.</summary>
internal sealed partial class EndReport(
    ResourceNotificationService notifications, ResourceLoggerService logs, IHostApplicationLifetime lifetime,
    ILogger<EndReport> logger) : BackgroundService
{
    private const int LinesShown = 12;
    private static readonly TimeSpan ReadingPatience = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // At the end of the application everything ends; that is no news.
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, lifetime.ApplicationStopping);
        var reported = new HashSet<string>();
        await foreach (var update in notifications.WatchAsync(ending.Token))
        {
            var (id, state, exitCode) = (update.ResourceId, update.Snapshot.State?.Text, update.Snapshot.ExitCode);
            if (!KnownResourceStates.TerminalStates.Contains(state)) reported.Remove(id);
            else if ((exitCode is not null || state == KnownResourceStates.FailedToStart) && reported.Add(id))
                await ReportAsync(id, update.Snapshot, ending.Token);
        }
    }

    private async Task ReportAsync(string id, CustomResourceSnapshot snapshot, CancellationToken cancellationToken)
    {
        var exitCode = snapshot.ExitCode;
        if (exitCode == 0)
        {
            logger.LogInformation("{Resource} ended.", id);
            return;
        }
        var container = snapshot.Properties.FirstOrDefault(p => p.Name == "container.id")?.Value as string;
        // Of one that could not be started the orchestrator knows more than the runtime.
        var written = exitCode is not null && container is { Length: > 0 }
            ? await ReadContainerAsync(container, cancellationToken)
            : await ReadAsync(id, cancellationToken);
        // What was being started when the application was told to end has failed to, and that is no news either. Its
        // word may come before the watching has ended.
        if (lifetime.ApplicationStopping.IsCancellationRequested) return;
        logger.LogError("{Report}", Describe(id, exitCode, written));
        // Its last lines are there already; and no error, or the next report would take this for its last words.
        logs.GetLogger(id).LogInformation("{Report}", How(id, exitCode));
    }

    private static async Task<IReadOnlyList<LogLine>> ReadContainerAsync(
        string container, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(ReadingPatience);
        try
        {
            return await ContainerLog.ReadAsync(container, LinesShown, patience.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return [];
        }
    }

    private async Task<IReadOnlyList<LogLine>> ReadAsync(string id, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(ReadingPatience);
        var lines = new List<LogLine>();
        try
        {
            await foreach (var some in logs.GetAllAsync(id).WithCancellation(patience.Token)) lines.AddRange(some);
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            // What has come so far has to do, whatever kept the rest: a host ends when a service of its own fails.
        }
        return lines;
    }

    /// <summary>How it ended and its last lines: those of its standard error where there are any.</summary>
    /// <param name="id">Name of the instance.</param>
    /// <param name="exitCode">Null when it could not be started; -1 is what DCP gives for any signal.</param>
    /// <param name="lines">All that it wrote.</param>
    internal static string Describe(string id, int? exitCode, IReadOnlyList<LogLine> lines)
    {
        var how = How(id, exitCode);
        // An exception is one entry of several lines.
        var written = lines.SelectMany(entry => entry.Content.Split('\n').Select(line => entry with { Content = line }))
            .Select(line => line with { Content = Plain().Replace(line.Content, "").TrimEnd('\r') })
            .Where(line => !string.IsNullOrWhiteSpace(line.Content)).ToList();
        if (written.Count == 0) return $"{how} It wrote nothing.";
        if (written.Exists(line => line.IsErrorMessage)) written.RemoveAll(line => !line.IsErrorMessage);
        // What kept it from starting happened in here, where only the message tells the user something.
        if (exitCode is null) written.RemoveAll(line => StackTrace().IsMatch(line.Content));
        var last = written.TakeLast(LinesShown).Select(line => line.Content);
        return string.Join(Environment.NewLine, [$"{how} Its last lines:", .. last]);
    }

    private static string How(string id, int? exitCode) => exitCode switch
    {
        null => $"{id} could not be started.",
        -1 => $"{id} was ended by a signal (exit code -1).",
        _ => $"{id} ended with exit code {exitCode}.",
    };

    // The time in front of each line, and colors, which are for the dashboard.
    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d) ?|\x1b\[[0-9;]*m")]
    private static partial Regex Plain();

    [GeneratedRegex(@"^\s+at |^\s*--- End of ")]
    private static partial Regex StackTrace();
}
