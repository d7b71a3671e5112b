using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Erp.AppHost;

/// <summary>Says on the console when a replica has stopped answering although its process lives, and when it answers
/// again. In the cluster its probes take it out of service and restart it; here the proxy that shares the load goes on
/// sending calls to it, so that every second one hangs.</summary>
internal sealed class HangReport(
    ResourceNotificationService notifications, ResourceLoggerService logs, IHostApplicationLifetime lifetime,
    ILogger<HangReport> logger, TimeSpan? interval = null)
    : BackgroundService
{
    // At its start a replica does not listen at once.
    private const int Misses = 2, MissesAtStart = 6;
    private readonly ConcurrentDictionary<string, Replica> _replicas = new();
    private readonly HttpClient _client = new() { Timeout = interval ?? TimeSpan.FromSeconds(5) };

    public override void Dispose()
    {
        _client.Dispose();
        base.Dispose();
    }

    // Not while everything ends: one that finishes what it has in hand listens no more.
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(WatchAsync(lifetime.ApplicationStopping), AskAsync(lifetime.ApplicationStopping));

    private async Task WatchAsync(CancellationToken stop)
    {
        await foreach (var update in notifications.WatchAsync(stop))
        {
            var snapshot = update.Snapshot;
            var address = snapshot.EnvironmentVariables.FirstOrDefault(v => v.Name == "ASPNETCORE_URLS")?.Value;
            var pid = snapshot.Properties.FirstOrDefault(p => p.Name == "executable.pid")?.Value?.ToString();
            if (update.Resource is not ProjectResource || address is not { Length: > 0 } || pid is null) continue;
            if (snapshot.State?.Text != KnownResourceStates.Running) _replicas.TryRemove(update.ResourceId, out _);
            else if (!_replicas.TryGetValue(update.ResourceId, out var known) || known.Pid != pid)
                _replicas[update.ResourceId] = new(new(new Uri(address.Split(';')[0]), "/alive"), pid);
        }
    }

    private async Task AskAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(_client.Timeout);
        while (await timer.WaitForNextTickAsync(stop))
            await Task.WhenAll(_replicas.Select(replica => AskAsync(replica.Key, replica.Value, stop)));
    }

    private async Task AskAsync(string id, Replica replica, CancellationToken stop)
    {
        try
        {
            using var answer = await _client.GetAsync(replica.Alive, stop);
            if (replica.Said) Say(id, LogLevel.Information, $"{id} answers again.");
            replica.Answered();
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            stop.ThrowIfCancellationRequested();
            if (replica.Said || ++replica.Missed < (replica.HasAnswered ? Misses : MissesAtStart)) return;
            replica.Said = true;
            Say(id, LogLevel.Error,
                $"{id} has not answered for {Stopwatch.GetElapsedTime(replica.Since).TotalSeconds:0} s, though its "
                + $"process {replica.Pid} lives. Calls that are sent to it hang; restart it on the dashboard.");
        }
    }

    private void Say(string id, LogLevel level, string what)
    {
        logger.Log(level, "{Report}", what);
        logs.GetLogger(id).Log(LogLevel.Information, "{Report}", what);
    }

    private sealed record Replica(Uri Alive, string Pid)
    {
        /// <summary>Its last answer; its start before the first.</summary>
        public long Since { get; private set; } = Stopwatch.GetTimestamp();

        public bool HasAnswered { get; private set; }

        public int Missed { get; set; }

        public bool Said { get; set; }

        public void Answered() =>
            (Since, HasAnswered, Missed, Said) = (Stopwatch.GetTimestamp(), true, 0, false);
    }
}
