namespace Erp.Messaging.Kafka;

/// <summary>What one partition has in hand: a chain of messages per key, so that keys run side by side and each in its
/// order, and the offsets in the order of the partition, so that the committed one never passes a message that is not
/// handled. Since keys overtake each other, some messages are handled ahead of that offset; <see cref="DrainAsync"/>
/// lets the offset catch up with them, so that whoever gets the partition next begins exactly where this one ended.
/// </summary>
/// <param name="process">Handles one message, between <see cref="TryBegin"/> and its end or <see cref="Suspend"/>;
/// false when it was given up.</param>
/// <param name="handled">Told the offset up to which everything is handled; not called after
/// <see cref="DrainAsync"/> has returned.</param>
/// <param name="buffer">Messages in hand before the partition has to be paused.</param>
internal sealed class PartitionWork(
    Func<ReceivedMessage, PartitionWork, CancellationToken, Task<bool>> process, Action<long> handled, int buffer)
    : IDisposable
{
    private static readonly TimeSpan AbortTimeout = TimeSpan.FromSeconds(2);
    // Handled, but behind one that is not: only their offsets are kept, so there may be many more of them.
    private readonly int _mostTracked = buffer * 16;
    private readonly Lock _lock = new();
    private readonly Queue<ReceivedMessage> _order = new();
    private readonly Dictionary<string, Queue<ReceivedMessage>> _chains = [];
    private readonly ManualResetEventSlim _room = new(initialState: true);
    private readonly CancellationTokenSource _abort = new();
    private readonly TaskCompletionSource _settled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long? _next;
    private int _inHand;
    private int _running;
    private Task? _drain;
    private bool _draining;
    private bool _closed;

    /// <summary>The first offset that is not handled yet; null before the first message.</summary>
    public long? Next { get { lock (_lock) return _next; } }

    /// <summary>When the first message that is not handled came to the topic (UTC); null when none is in
    /// hand.</summary>
    public DateTime? OldestAt
    {
        get { lock (_lock) return _order.TryPeek(out var first) ? first.Record.Message.Timestamp.UtcDateTime : null; }
    }

    /// <summary>The partition has to be paused.</summary>
    public bool Full { get { lock (_lock) return _inHand >= buffer || _order.Count >= _mostTracked; } }

    /// <summary>There is room for a good many again.</summary>
    public bool HasRoom { get { lock (_lock) return _inHand <= buffer / 2 && _order.Count <= _mostTracked / 2; } }

    /// <summary>Waits until there is room for a good many again; false when there is none in time.</summary>
    public bool WaitForRoom(TimeSpan patience) => _room.Wait(patience);

    /// <summary>Takes the next message of the partition.</summary>
    public void Add(ReceivedMessage message)
    {
        lock (_lock)
        {
            if (_draining || _abort.IsCancellationRequested) return;
            _next ??= message.Record.Offset;
            _order.Enqueue(message);
            _inHand++;
            if (Full) _room.Reset();
            if (_chains.TryGetValue(message.Key, out var chain))
            {
                chain.Enqueue(message);
                return;
            }
            _chains[message.Key] = chain = new([message]);
            _ = Task.Run(() => RunAsync(message.Key, chain));
        }
    }

    /// <summary>Asked before every try of a message. False when it has to be left to whoever gets the partition next.
    /// </summary>
    public bool TryBegin(ReceivedMessage message)
    {
        lock (_lock)
        {
            if (_abort.IsCancellationRequested || (_draining && !IsOvertaken(message))) return false;
            message.State = MessageState.Running;
            _running++;
            return true;
        }
    }

    /// <summary>The try had no effect, and the next one is some time away.</summary>
    public void Suspend(ReceivedMessage message)
    {
        lock (_lock)
        {
            message.State = MessageState.Waiting;
            _running--;
            Settle();
        }
    }

    /// <summary>Lets what runs finish, begins only what was overtaken by something that runs or is handled, and cancels
    /// what is not done in time.</summary>
    public Task DrainAsync(TimeSpan timeout)
    {
        lock (_lock) return _drain ??= FinishAsync(timeout);
    }

    /// <summary>Begins nothing more and cancels what runs.</summary>
    public async Task AbandonAsync()
    {
        await _abort.CancelAsync();
        await DrainAsync(TimeSpan.Zero);
    }

    // The token may still be looked at by a handler that does not heed it; it holds nothing that needs disposing.
    public void Dispose() => _abort.Cancel();

    private async Task FinishAsync(TimeSpan timeout)
    {
        _draining = true;
        Settle();
        await Task.WhenAny(_settled.Task, Task.Delay(timeout));
        // Also for those that wait for their turn or their next try.
        await _abort.CancelAsync();
        lock (_lock) Settle();
        await Task.WhenAny(_settled.Task, Task.Delay(AbortTimeout));
        lock (_lock) _closed = true;
    }

    private async Task RunAsync(string key, Queue<ReceivedMessage> chain)
    {
        while (Dequeue(key, chain) is { } message)
        {
            if (await process(message, this, _abort.Token)) Finish(message);
            else
            {
                // Nothing of this key may overtake it; whoever gets the partition next begins with it.
                if (message.State == MessageState.Running) Suspend(message);
                return;
            }
        }
    }

    private ReceivedMessage? Dequeue(string key, Queue<ReceivedMessage> chain)
    {
        lock (_lock)
        {
            if (!chain.TryDequeue(out var message)) _chains.Remove(key);
            return message;
        }
    }

    private void Finish(ReceivedMessage message)
    {
        lock (_lock)
        {
            message.State = MessageState.Handled;
            _inHand--;
            _running--;
            var moved = false;
            while (!_closed && _order.TryPeek(out var first) && first.State == MessageState.Handled)
            {
                _next = _order.Dequeue().Record.Offset + 1;
                moved = true;
            }
            if (HasRoom) _room.Set();
            if (moved) handled(_next!.Value);
            Settle();
        }
    }

    private bool IsOvertaken(ReceivedMessage message) =>
        _order.Any(m => m.Record.Offset > message.Record.Offset && m.State != MessageState.Waiting);

    // Whatever is left in the order is untouched, unless time is up.
    private void Settle()
    {
        if (!_draining || _running > 0) return;
        if (_abort.IsCancellationRequested || _order.All(m => m.State != MessageState.Handled)) _settled.TrySetResult();
    }
}
