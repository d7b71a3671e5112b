using System.Threading.Channels;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>The console of one resource or replica: what was written so far, and who looks at it.</summary>
internal sealed class ResourceConsole(string name, Action<LogSubscriber> subscribersChanged)
{
    private const int BacklogLimit = 10_000;
    private readonly Lock _gate = new();
    private readonly Queue<LogLine> _backlog = new();
    private readonly HashSet<Channel<LogLine>> _watchers = [];
    private int _lines;
    private bool _completed;

    public bool IsWatched
    {
        get { lock (_gate) return _watchers.Count > 0; }
    }

    public IReadOnlyList<LogLine> Backlog
    {
        get { lock (_gate) return [.. _backlog]; }
    }

    public void Append(string content, bool isError)
    {
        lock (_gate)
        {
            var line = new LogLine(++_lines, content, isError);
            _backlog.Enqueue(line);
            if (_backlog.Count > BacklogLimit)
            {
                _backlog.Dequeue();
            }

            foreach (var watcher in _watchers)
            {
                watcher.Writer.TryWrite(line);
            }
        }
    }

    public void Clear()
    {
        lock (_gate)
        {
            _backlog.Clear();
            _lines = 0;
        }
    }

    public void Complete()
    {
        lock (_gate)
        {
            _completed = true;
            foreach (var watcher in _watchers)
            {
                watcher.Writer.TryComplete();
            }
        }
    }

    public async IAsyncEnumerable<IReadOnlyList<LogLine>> WatchAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var channel = Channel.CreateUnbounded<LogLine>(new() { SingleReader = true });
        IReadOnlyList<LogLine> earlier;
        bool first;
        lock (_gate)
        {
            earlier = [.. _backlog];
            first = _watchers.Count == 0;
            _watchers.Add(channel);
            if (_completed)
            {
                channel.Writer.TryComplete();
            }
        }

        if (first)
        {
            subscribersChanged(new(name, true));
        }

        try
        {
            if (earlier.Count > 0)
            {
                yield return earlier;
            }

            while (await channel.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
            {
                var lines = new List<LogLine>();
                while (channel.Reader.TryRead(out var line))
                {
                    lines.Add(line);
                }

                yield return lines;
            }
        }
        finally
        {
            bool last;
            lock (_gate)
            {
                _watchers.Remove(channel);
                last = _watchers.Count == 0;
            }

            if (last)
            {
                subscribersChanged(new(name, false));
            }
        }
    }
}
