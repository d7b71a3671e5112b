using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>The consoles of all resources.</summary>
public class ResourceLoggerService : IDisposable
{
    private readonly ConcurrentDictionary<string, ResourceConsole> _consoles = new(StringComparer.OrdinalIgnoreCase);
    private readonly Lock _gate = new();
    private readonly HashSet<Channel<LogSubscriber>> _subscriberWatchers = [];
    private readonly CancellationTokenSource _disposed = new();

    /// <summary>Reads the whole output of a process or container, which is otherwise followed only while somebody looks at it.</summary>
    internal Func<string, CancellationToken, IAsyncEnumerable<IReadOnlyList<LogLine>>>? ReadAll { get; set; }

    /// <summary>Writes to a resource's console, or to the consoles of all its replicas.</summary>
    /// <param name="resource">The resource.</param>
    public ILogger GetLogger(IResource resource)
    {
        ArgumentNullException.ThrowIfNull(resource);
        return new ConsoleLogger(() => resource.InstanceNames().Select(Console));
    }

    /// <summary>Writes to the console of a resource or replica.</summary>
    /// <param name="resourceName">Its name.</param>
    public ILogger GetLogger(string resourceName)
    {
        ArgumentNullException.ThrowIfNull(resourceName);
        return new ConsoleLogger(() => [Console(resourceName)]);
    }

    /// <summary>Everything that was written so far, and then what is written from now on.</summary>
    /// <param name="resource">The resource; with replicas, the lines of all.</param>
    public IAsyncEnumerable<IReadOnlyList<LogLine>> WatchAsync(IResource resource)
    {
        ArgumentNullException.ThrowIfNull(resource);
        return MergeAsync([.. resource.InstanceNames().Select(WatchAsync)]);
    }

    /// <summary>Everything that was written so far, and then what is written from now on.</summary>
    /// <param name="resourceName">Name of the resource or replica.</param>
    public IAsyncEnumerable<IReadOnlyList<LogLine>> WatchAsync(string resourceName) => Console(resourceName).WatchAsync(_disposed.Token);

    /// <summary>Everything that was written so far.</summary>
    /// <param name="resource">The resource; with replicas, the lines of all.</param>
    public IAsyncEnumerable<IReadOnlyList<LogLine>> GetAllAsync(IResource resource)
    {
        ArgumentNullException.ThrowIfNull(resource);
        return MergeAsync([.. resource.InstanceNames().Select(GetAllAsync)]);
    }

    /// <summary>Everything that was written so far.</summary>
    /// <param name="resourceName">Name of the resource or replica.</param>
    public async IAsyncEnumerable<IReadOnlyList<LogLine>> GetAllAsync(string resourceName)
    {
        var console = Console(resourceName);
        if (console.Backlog is { Count: > 0 } backlog)
        {
            yield return backlog;
        }

        if (console.IsWatched || ReadAll is not { } read)
        {
            yield break;
        }

        await foreach (var lines in read(resourceName, _disposed.Token).ConfigureAwait(false))
        {
            yield return lines;
        }
    }

    /// <summary>Tells whose console somebody begins or ends to look at.</summary>
    /// <param name="cancellationToken">Ends it.</param>
    public async IAsyncEnumerable<LogSubscriber> WatchAnySubscribersAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var channel = Channel.CreateUnbounded<LogSubscriber>();
        lock (_gate)
        {
            _subscriberWatchers.Add(channel);
            foreach (var (name, console) in _consoles)
            {
                if (console.IsWatched)
                {
                    channel.Writer.TryWrite(new(name, true));
                }
            }
        }

        try
        {
            await foreach (var change in channel.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                yield return change;
            }
        }
        finally
        {
            lock (_gate)
            {
                _subscriberWatchers.Remove(channel);
            }
        }
    }

    /// <summary>Nothing more will be written: ends those who look.</summary>
    /// <param name="resource">The resource.</param>
    public void Complete(IResource resource)
    {
        ArgumentNullException.ThrowIfNull(resource);
        foreach (var name in resource.InstanceNames())
        {
            Complete(name);
        }
    }

    /// <summary>Nothing more will be written: ends those who look.</summary>
    /// <param name="name">Name of the resource or replica.</param>
    public void Complete(string name) => Console(name).Complete();

    /// <summary>Forgets what was written so far.</summary>
    /// <param name="resourceName">Name of the resource or replica.</param>
    public void ClearBacklog(string resourceName) => Console(resourceName).Clear();

    /// <inheritdoc/>
    public void Dispose()
    {
        _disposed.Cancel();
        _disposed.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Adds a line of a process's or container's own output.</summary>
    internal void Append(string name, string content, bool isError) => Console(name).Append(content, isError);

    private ResourceConsole Console(string name) => _consoles.GetOrAdd(name, n => new ResourceConsole(n, SubscribersChanged));

    private void SubscribersChanged(LogSubscriber change)
    {
        lock (_gate)
        {
            foreach (var watcher in _subscriberWatchers)
            {
                watcher.Writer.TryWrite(change);
            }
        }
    }

    private static async IAsyncEnumerable<IReadOnlyList<LogLine>> MergeAsync(IReadOnlyList<IAsyncEnumerable<IReadOnlyList<LogLine>>> sources,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var channel = Channel.CreateUnbounded<IReadOnlyList<LogLine>>();
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var all = Task.WhenAll(sources.Select(async source =>
        {
            await foreach (var lines in source.WithCancellation(ended.Token).ConfigureAwait(false))
            {
                channel.Writer.TryWrite(lines);
            }
        }));
        var closing = all.ContinueWith(task => { channel.Writer.TryComplete(task.Exception?.InnerException); }, TaskScheduler.Default);
        try
        {
            await foreach (var lines in channel.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                yield return lines;
            }
        }
        finally
        {
            await ended.CancelAsync().ConfigureAwait(false);
            await closing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private sealed class ConsoleLogger(Func<IEnumerable<ResourceConsole>> consoles) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel is >= LogLevel.Debug and not LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (!IsEnabled(logLevel))
            {
                return;
            }

            var time = DateTime.UtcNow.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);
            var text = formatter(state, exception) + (exception is null ? "" : Environment.NewLine + exception);
            foreach (var line in text.Split('\n'))
            {
                foreach (var console in consoles())
                {
                    console.Append($"{time} {line.TrimEnd('\r')}", logLevel >= LogLevel.Error);
                }
            }
        }
    }
}
