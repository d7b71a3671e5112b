using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Erp.AppHost.Backing;

/// <summary>The server that an earlier run of the application left on a data folder. After a kill of the AppHost its
/// processes end within a minute by themselves; until then a new start has to wait, since no two servers may share a
/// folder.</summary>
internal static class PreviousServer
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    // Start times are counted from the boot, of which each process has its own idea.
    private static readonly TimeSpan ClockError = TimeSpan.FromSeconds(2);

    /// <summary>Starts the server only when the one of the last run has ended, and remembers it for the next
    /// run.</summary>
    public static IResourceBuilder<ServerProcess> KeepsDataIn(
        this IResourceBuilder<ServerProcess> server, string folder)
    {
        var file = Path.Combine(folder, "server.pid");
        return server.OnBeforeResourceStarted(async (resource, started, cancellationToken) =>
        {
            var services = started.Services;
            var logger = services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(PreviousServer));
            await EndedAsync(file, resource.Name, logger, cancellationToken);
            _ = RememberAsync(file, resource, services.GetRequiredService<ResourceNotificationService>());
        });
    }

    private static async Task EndedAsync(string file, string name, ILogger logger, CancellationToken cancellationToken)
    {
        if (!File.Exists(file)) return;
        using var previous = Find(await File.ReadAllTextAsync(file, cancellationToken));
        if (previous is null) return;

        logger.LogInformation(
            "{Resource}: waits for the last run's server to end (process {Process}).", name, previous.Id);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            await previous.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new DistributedApplicationException(
                $"Process {previous.Id} of an earlier start still uses {Path.GetDirectoryName(file)}; end that start, "
                + "or give this one a folder of its own with --Backing:DataFolder=….");
        }
    }

    private static async Task RememberAsync(string file, ServerProcess server, ResourceNotificationService changes)
    {
        var running = await changes.WaitForResourceAsync(server.Name, change => ProcessOf(change) is not null);
        using var process = ProcessOf(running);
        if (process is null) return;
        FormattableString written = $"{process.Id} {process.StartTime:O}";
        await File.WriteAllTextAsync(file, FormattableString.Invariant(written));
    }

    private static Process? ProcessOf(ResourceEvent change) =>
        change.Snapshot.State?.Text == KnownResourceStates.Running
        && change.Snapshot.Properties.FirstOrDefault(p => p.Name == "executable.pid")?.Value is { } id
            ? Find(Convert.ToInt32(id, CultureInfo.InvariantCulture))
            : null;

    /// <summary>The process of which id and start time were written down, since ids come again; null when it has
    /// ended.</summary>
    private static Process? Find(string written) =>
        written.Split(' ') is [var id, var start]
        && int.TryParse(id, CultureInfo.InvariantCulture, out var number)
        && DateTime.TryParse(start, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var startTime)
        && Find(number) is { } process && (process.StartTime - startTime).Duration() < ClockError ? process : null;

    private static Process? Find(int id)
    {
        try { return Process.GetProcessById(id); }
        catch (ArgumentException) { return null; }
    }
}
