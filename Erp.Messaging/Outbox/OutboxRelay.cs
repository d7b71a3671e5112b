using System.Threading.Channels;
using Erp.ServiceDefaults.Work;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Erp.Messaging.Outbox;

/// <summary>Empties an outbox: leases what is due, publishes the leases side by side, and marks them as published many
/// at a time.</summary>
internal sealed class OutboxRelay(
    IOutbox outbox, IMessagePublisher publisher, OutboxSignal signals, IOptions<OutboxOptions> options,
    MessagingMetrics metrics, ILogger<OutboxRelay> logger)
    : IDisposable
{
    // Of what is leased at birth: that much more may be with the broker than is read ahead of it.
    private const int MostHeldBatches = 4;
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);
    private readonly OutboxOptions _options = options.Value;
    private readonly Signal _signal = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationTokenSource _abort = new();
    private readonly Channel<(OutboxLease Lease, long At)> _published =
        Channel.CreateUnbounded<(OutboxLease Lease, long At)>();
    private Task _relay = Task.CompletedTask;
    private Task _marker = Task.CompletedTask;
    private Task _gauge = Task.CompletedTask;
    private int _held;

    public void Start()
    {
        signals.Wakes(_signal, this);
        _relay = Task.Run(RelayAsync);
        _marker = Task.Run(MarkAsync);
        _gauge = Task.Run(() => new OutboxGauge(outbox, metrics).RunAsync(_stopping.Token));
    }

    /// <summary>See <see cref="OutboxSignal.LeaseAtBirth"/>.</summary>
    public TimeSpan? LeaseAtBirth =>
        !_stopping.IsCancellationRequested && Volatile.Read(ref _held) < MostHeldBatches * _options.BatchSize
            ? _options.Lease
            : null;

    /// <summary>Publishes what is leased to this process already.</summary>
    public void Take(OutboxLease lease)
    {
        var until = PublishableUntil();
        Interlocked.Increment(ref _held);
        _ = Task.Run(() => PublishAsync(lease, until));
    }

    /// <summary>Publishes what is still due, as far as that is possible in a short time, and gives up the rest: their
    /// lease runs out.</summary>
    public async Task StopAsync()
    {
        _abort.CancelAfter(_options.FlushTimeout);
        await _stopping.CancelAsync();
        await _relay;
        await Backoff.WaitUntilAsync(() => Volatile.Read(ref _held) == 0, _abort.Token);
        _published.Writer.TryComplete();
        await _marker;
        await _abort.CancelAsync();
        await _gauge;
    }

    public void Dispose()
    {
        _signal.Dispose();
        _stopping.Dispose();
        _abort.Dispose();
    }

    private async Task RelayAsync()
    {
        for (var failures = 0; ;)
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
                Warn(failures++, "The outbox cannot be read", e);
                await Backoff.WaitAsync(Backoff.Delay(failures, FirstPause, LongestPause), _stopping.Token);
            }
            if (last) return;
            await _signal.WaitAsync(_options.PollInterval * (0.8 + (0.4 * Random.Shared.NextDouble())), _stopping.Token)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    // Past this, a lease may end while the broker still waits, and another relay would send the same.
    private long PublishableUntil() => Environment.TickCount64 + (long)(_options.Lease.TotalMilliseconds * 2 / 3);

    // True when a whole batch came, so that there may be more.
    private async Task<bool> TakeAsync()
    {
        var until = PublishableUntil();
        var leases = await outbox.LeaseAsync(_options.BatchSize, _options.Lease, _abort.Token);
        foreach (var lease in leases)
        {
            Interlocked.Increment(ref _held);
            _ = Task.Run(() => PublishAsync(lease, until));
        }
        // Reading far ahead of the broker would only make leases run out.
        await Backoff.WaitUntilAsync(() => Volatile.Read(ref _held) < _options.BatchSize, _abort.Token);
        return leases.Sum(l => l.Messages.Count) >= _options.BatchSize && !_abort.IsCancellationRequested;
    }

    // A key has its order within a topic; a topic that takes nothing does not hold up the others.
    private async Task PublishAsync(OutboxLease lease, long until)
    {
        var published = await Task.WhenAll(
            lease.Messages.GroupBy(m => m.Topic).Select(ofTopic => PublishAsync(ofTopic.ToList(), until)));
        // Nothing to mark: the lease runs out, or another relay would try the same at once.
        if (published.Any(p => p.Count > 0))
            _published.Writer.TryWrite(
                (lease with { Messages = [.. published.SelectMany(p => p)] }, Environment.TickCount64));
        Interlocked.Decrement(ref _held);
    }

    private async Task<List<OutgoingMessage>> PublishAsync(List<OutgoingMessage> chain, long until)
    {
        var done = 0;
        var failures = 0;
        while (done < chain.Count && Environment.TickCount64 < until && !_abort.IsCancellationRequested)
        {
            using var activity = MessagingTrace.StartPublish(chain[done]);
            try
            {
                await publisher.PublishAsync(chain[done], _abort.Token);
                done++;
                failures = 0;
            }
#pragma warning disable CA1031 // Whatever the reason, it is tried again: the message must not be lost.
            catch (Exception e)
#pragma warning restore CA1031
            {
                MessagingTrace.Failed(activity, e);
                if (_abort.IsCancellationRequested) break;
                Warn(failures++, $"{chain[done].Topic} {chain[done].Type} is not published yet", e);
                await Backoff.WaitAsync(Backoff.Delay(failures, FirstPause, LongestPause), _abort.Token);
            }
        }
        return chain[..done];
    }

    private async Task MarkAsync()
    {
        var answerTime = (long)outbox.AnswerTime.TotalMilliseconds;
        while (await _published.Reader.WaitToReadAsync())
        {
            if (_published.Reader.TryPeek(out var first))
                await Backoff.WaitAsync(
                    TimeSpan.FromMilliseconds(Math.Max(0, first.At + answerTime - Environment.TickCount64)),
                    _stopping.Token);
            List<OutboxLease> leases = [];
            while (leases.Count < _options.BatchSize && _published.Reader.TryPeek(out var next)
                && (_stopping.IsCancellationRequested || next.At + answerTime <= Environment.TickCount64)
                && _published.Reader.TryRead(out next))
                leases.Add(next.Lease);
            if (leases.Count == 0) continue;
            for (var failures = 0; !await TryMarkAsync(leases, failures++) && !_abort.IsCancellationRequested;)
                await Backoff.WaitAsync(Backoff.Delay(failures, FirstPause, LongestPause), _abort.Token);
            // Later messages of these keys can be taken now.
            _signal.Set();
        }
    }

    private async Task<bool> TryMarkAsync(List<OutboxLease> leases, int failures)
    {
        try
        {
            await outbox.MarkPublishedAsync(leases, CancellationToken.None);
            return true;
        }
#pragma warning disable CA1031 // Not marked means published again later, which receivers recognise.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Warn(failures, "Published messages cannot be marked", e);
            return false;
        }
    }

    // The first of a row and every tenth: a server that is away for an hour must not fill the log.
    private void Warn(int failures, string what, Exception reason)
    {
        if (failures % 10 == 0)
            logger.LogWarning("{What}: {Kind}: {Reason}", what, reason.GetType().Name, reason.Message);
    }
}
