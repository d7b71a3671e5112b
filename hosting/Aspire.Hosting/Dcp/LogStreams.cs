using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Dcp.Api;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Dcp;

/// <summary>
/// Brings the output of processes and containers to <see cref="ResourceLoggerService"/>: from the moment that somebody
/// looks at a resource's console, which spares DCP and this process the work for the others.
/// </summary>
internal sealed class LogStreams(DcpClient client, ResourceLoggerService loggers, ILogger logger, Func<string, DcpInstance?> find, CancellationToken stopping)
{
    private static readonly string[] ProcessSources = ["stdout", "stderr"];
    private static readonly string[] ContainerSources = ["startup_stdout", "startup_stderr", "stdout", "stderr"];

    private readonly ConcurrentDictionary<string, bool> _watched = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, string> _streamed = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Follows who looks at which console, until the application ends.</summary>
    public async Task RunAsync()
    {
        await foreach (var subscriber in loggers.WatchAnySubscribersAsync(stopping).ConfigureAwait(false))
        {
            if (subscriber.AnySubscribers && _watched.TryAdd(subscriber.Name, true) && find(subscriber.Name) is { Status.State: not null } instance)
                Start(instance);
        }
    }

    /// <summary>The output so far of an instance that nobody has looked at yet; what was looked at, the console remembers itself.</summary>
    public async IAsyncEnumerable<IReadOnlyList<LogLine>> ReadAllAsync(string name, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (_watched.ContainsKey(name) || find(name) is not { Status.State: not null } instance)
            yield break;

        var lines = new List<(string Text, bool IsError)>();
        foreach (var source in Sources(instance))
            lines.AddRange((await client.ReadLogAsync(instance, source, cancellationToken).ConfigureAwait(false)).Select(line => (line, source == "stderr")));
        // Every line begins with its time.
        yield return [.. lines.OrderBy(line => line.Text, StringComparer.Ordinal).Select((line, i) => new LogLine(i + 1, line.Text, line.IsError))];
    }

    /// <summary>DCP has a log for this instance: told with every change, acted on once for each start.</summary>
    public void Available(DcpInstance instance)
    {
        if (_watched.ContainsKey(instance.Name))
            Start(instance);
    }

    private void Start(DcpInstance instance)
    {
        // A restarted instance is a new object with a log of its own.
        var uid = instance.Status.Uid ?? "";
        var known = false;
        _streamed.AddOrUpdate(instance.Name, uid, (_, earlier) =>
        {
            known = earlier == uid;
            return uid;
        });
        if (known)
            return;
        foreach (var source in Sources(instance))
            _ = Task.Run(() => StreamAsync(instance, source), stopping);
    }

    private static string[] Sources(DcpInstance instance) => instance.IsContainer ? ContainerSources : ProcessSources;

    private async Task StreamAsync(DcpInstance instance, string source)
    {
        try
        {
            using var reader = new StreamReader(await client.OpenLogAsync(instance, source, follow: true, stopping).ConfigureAwait(false));
            while (await reader.ReadLineAsync(stopping).ConfigureAwait(false) is { } line)
                loggers.Append(instance.Name, line, isError: source == "stderr");
        }
        catch (Exception e) when (e is DcpException or HttpRequestException or IOException or OperationCanceledException)
        {
            if (!stopping.IsCancellationRequested)
                logger.LogDebug(e, "The log stream {Source} of {Resource} broke.", source, instance.Name);
        }
    }
}
