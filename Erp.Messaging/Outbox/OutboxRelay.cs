using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Erp.Messaging.Outbox;

/// <summary>Empties an outbox: takes what is due, publishes each key's messages one after the other and different keys
/// side by side, and marks a key's messages together, because marking ends the key's lease.</summary>
internal sealed class OutboxRelay(
    IOutbox outbox, IMessagePublisher publisher, OutboxSignal signal, IOptions<OutboxOptions> options,
    MessagingMetrics metrics, ILogger<OutboxRelay> logger)
    : IDisposable
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);
    private readonly OutboxOptions _options = options.Value;
    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationTokenSource _abort = new();
    private readonly ConcurrentDictionary<(string Topic, string Key), bool> _busy = new();
    private readonly ConcurrentQueue<List<OutgoingMessage>> _published = new();
    private readonly SemaphoreSlim _somePublished = new(0, 1);
    private Task _relay = Task.CompletedTask;
    private Task _marker = Task.CompletedTask;
    private Task _counter = Task.CompletedTask;
    private long _pending;

    public void Start()
    {
        _relay = Task.Run(RelayAsync);
        _marker = Task.Run(MarkAsync);
        _counter = Task.Run(CountAsync);
    }

    /// <summary>Publishes what is still due, as far as that is possible in a short time, and gives up the rest: their
    /// lease runs out.</summary>
    public async Task StopAsync()
    {
        _abort.CancelAfter(_options.FlushTimeout);
        await _stopping.CancelAsync();
        await _relay;
        await Backoff.WaitUntilAsync(() => _busy.IsEmpty, _abort.Token);
        await _abort.CancelAsync();
        await Task.WhenAll(_marker, _counter);
    }

    public void Dispose()
    {
        _stopping.Dispose();
        _abort.Dispose();
        _somePublished.Dispose();
    }

    private async Task RelayAsync()
    {
        var failures = 0;
        while (true)
        {
            var last = _stopping.IsCancellationRequested;
            try
            {
                while (await TakeAsync()) { /* there may be more */ }
                failures = 0;
            }
            catch (OperationCanceledException) when (_abort.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // A relay that ended would leave its messages lying without a sign.
            catch (Exception e)
#pragma warning restore CA1031
            {
                if (++failures % 10 == 1)
                    logger.LogWarning("The outbox cannot be read: {Kind}: {Reason}", e.GetType().Name, e.Message);
                await Backoff.WaitAsync(Backoff.Delay(failures, FirstPause, LongestPause), _stopping.Token);
            }
            if (last) return;
            await signal.WaitAsync(_options.PollInterval * (0.8 + (0.4 * Random.Shared.NextDouble())), _stopping.Token)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    // True when a whole batch came, so that there may be more.
    private async Task<bool> TakeAsync()
    {
        var until = Environment.TickCount64 + (long)(_options.Lease.TotalMilliseconds * 2 / 3);
        var messages = await outbox.LeaseAsync(_options.BatchSize, _options.Lease, _abort.Token);
        foreach (var chain in messages.GroupBy(m => (m.Topic, m.Key)))
            if (_busy.TryAdd(chain.Key, true))
                _ = Task.Run(() => PublishAsync(chain.Key, chain.ToList(), until));
        // Reading far ahead of the broker would only make leases run out.
        await Backoff.WaitUntilAsync(() => _busy.Count < _options.BatchSize, _abort.Token);
        return messages.Count >= _options.BatchSize && !_abort.IsCancellationRequested;
    }

    private async Task PublishAsync((string Topic, string Key) key, List<OutgoingMessage> chain, long until)
    {
        var done = 0;
        for (var attempt = 1; done < chain.Count && !_abort.IsCancellationRequested;)
        {
            // Past this, a lease may end while the broker still waits, and another relay would send the same.
            if (Environment.TickCount64 >= until) break;
            using var activity = MessagingTrace.StartPublish(chain[done]);
            try
            {
                await publisher.PublishAsync(chain[done], _abort.Token);
                done++;
                attempt = 1;
            }
#pragma warning disable CA1031 // Whatever the reason, it is tried again: the message must not be lost.
            catch (Exception e)
#pragma warning restore CA1031
            {
                MessagingTrace.Failed(activity, e);
                if (_abort.IsCancellationRequested) break;
                if (attempt % 10 == 1)
                    logger.LogWarning("{Topic} {Type}: not published yet: {Kind}: {Reason}",
                        key.Topic, chain[done].Type, e.GetType().Name, e.Message);
                await Backoff.WaitAsync(Backoff.Delay(attempt++, FirstPause, LongestPause), _abort.Token);
            }
        }
        if (done == 0)
        {
            _busy.TryRemove(key, out _);
            return;
        }
        _published.Enqueue(chain[..done]);
        Wake(_somePublished);
    }

    private async Task MarkAsync()
    {
        for (var failures = 0; !_abort.IsCancellationRequested || !_published.IsEmpty;)
        {
            if (failures == 0 && _published.IsEmpty)
                await ((Task)_somePublished.WaitAsync(TimeSpan.FromSeconds(1), _abort.Token))
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            // Whole chains only: marking a part of one would end its key's lease while the rest of it is not marked
            // yet.
            var chains = _published.Take(_options.BatchSize).ToList();
            if (chains.Count == 0) continue;
            try
            {
                await outbox.MarkPublishedAsync([.. chains.SelectMany(c => c)], CancellationToken.None);
                foreach (var chain in chains)
                {
                    _published.TryDequeue(out _);
                    _busy.TryRemove((chain[0].Topic, chain[0].Key), out _);
                }
                failures = 0;
                // Later messages of these keys can be taken now.
                signal.Set();
            }
#pragma warning disable CA1031 // Not marked means published again later, which receivers recognise.
            catch (Exception e)
#pragma warning restore CA1031
            {
                if (++failures % 10 == 1)
                    logger.LogWarning("Published messages cannot be marked: {Kind}: {Reason}",
                        e.GetType().Name, e.Message);
                if (_abort.IsCancellationRequested) return;
                await Backoff.WaitAsync(Backoff.Delay(failures, FirstPause, LongestPause), _abort.Token);
            }
        }
    }

    private async Task CountAsync()
    {
        var watched = metrics.WatchOutbox(() => Interlocked.Read(ref _pending));
        do
        {
            try
            {
                if (watched()) Interlocked.Exchange(ref _pending, await outbox.CountPendingAsync(_stopping.Token));
            }
#pragma warning disable CA1031 // The metric keeps its last value; the relay itself reports that the store is away.
            catch (Exception) { /* as said */ }
#pragma warning restore CA1031
        }
        while (await Backoff.WaitAsync(TimeSpan.FromSeconds(5), _stopping.Token));
    }

    private static void Wake(SemaphoreSlim waiting)
    {
        try { waiting.Release(); }
        catch (SemaphoreFullException) { /* awake already */ }
    }
}
