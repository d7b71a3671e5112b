namespace Erp.ServiceDefaults.Messaging.Kafka;

/// <summary>What one partition has in hand: a chain of messages per key, so that keys run side by side and each in its order, and the
/// offsets in the order of the partition, so that the committed one never passes a message that is not handled.</summary>
/// <param name="process">Handles one message; false when it was given up.</param>
/// <param name="handled">Told the offset up to which everything is handled; not called after <see cref="DrainAsync"/> has returned.</param>
/// <param name="buffer">Messages in hand before the partition has to be paused.</param>
internal sealed class PartitionWork(
    Func<ReceivedMessage, CancellationToken, CancellationToken, Task<bool>> process, Action<long> handled, int buffer) : IDisposable
{
    // Handled, but behind one that is not: only their offsets are kept, so there may be many more of them.
    private readonly int _mostTracked = buffer * 16;
    private readonly Lock _lock = new();
    private readonly Queue<ReceivedMessage> _order = new();
    private readonly Dictionary<string, Queue<ReceivedMessage>> _chains = [];
    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationTokenSource _abort = new();
    private readonly TaskCompletionSource _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _inHand;
    private bool _closed;

    /// <summary>The first offset that is not handled yet; null before the first message.</summary>
    public long? Next { get; private set; }

    /// <summary>The partition has to be paused.</summary>
    public bool Full { get { lock (_lock) return _inHand >= buffer || _order.Count >= _mostTracked; } }

    /// <summary>There is room for a good many again.</summary>
    public bool HasRoom { get { lock (_lock) return _inHand <= buffer / 2 && _order.Count <= _mostTracked / 2; } }

    /// <summary>Takes the next message of the partition.</summary>
    public void Add(ReceivedMessage message)
    {
        lock (_lock)
        {
            if (_stopping.IsCancellationRequested) return;
            Next ??= message.Record.Offset;
            _order.Enqueue(message);
            _inHand++;
            if (_chains.TryGetValue(message.Key, out var chain))
            {
                chain.Enqueue(message);
                return;
            }
            _chains[message.Key] = chain = new([message]);
            _ = Task.Run(() => RunAsync(message.Key, chain));
        }
    }

    /// <summary>Begins no further message, lets the running ones finish, and cancels those that are not done in time.</summary>
    public async Task DrainAsync(TimeSpan timeout)
    {
        await _stopping.CancelAsync();
        lock (_lock)
        {
            if (_chains.Count == 0) _idle.TrySetResult();
        }
        await Task.WhenAny(_idle.Task, Task.Delay(timeout));
        await _abort.CancelAsync();
        await Task.WhenAny(_idle.Task, Task.Delay(TimeSpan.FromSeconds(2)));
        lock (_lock) _closed = true;
    }

    public void Dispose()
    {
        // The tokens may still be looked at by a handler that does not heed them; they hold nothing that needs disposing.
        _stopping.Cancel();
        _abort.Cancel();
    }

    private async Task RunAsync(string key, Queue<ReceivedMessage> chain)
    {
        while (true)
        {
            ReceivedMessage? message;
            lock (_lock)
            {
                if (_stopping.IsCancellationRequested || !chain.TryDequeue(out message))
                {
                    End(key);
                    return;
                }
            }
            var done = await process(message, _stopping.Token, _abort.Token);
            lock (_lock)
            {
                _inHand--;
                if (done) Finish(message);
                else
                {
                    // Nothing of this key may overtake it; whoever gets the partition next begins with it.
                    End(key);
                    return;
                }
            }
        }
    }

    private void Finish(ReceivedMessage message)
    {
        message.Done = true;
        var moved = false;
        while (_order.TryPeek(out var first) && first.Done)
        {
            Next = _order.Dequeue().Record.Offset + 1;
            moved = true;
        }
        if (moved && !_closed) handled(Next!.Value);
    }

    private void End(string key)
    {
        _chains.Remove(key);
        if (_chains.Count == 0 && _stopping.IsCancellationRequested) _idle.TrySetResult();
    }
}
