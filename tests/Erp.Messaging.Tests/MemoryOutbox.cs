
namespace Erp.Messaging.Tests;

/// <summary>An outbox as the stores have it, shared by the replicas of a test.</summary>
internal sealed class MemoryOutbox : IOutbox
{
    private readonly Lock _lock = new();
    private readonly List<OutgoingMessage> _waiting = [];
    private readonly Dictionary<string, DateTime> _leases = [];

    /// <summary>The store does not answer.</summary>
    public volatile bool Away;

    public int Waiting { get { lock (_lock) return _waiting.Count; } }

    public void Add(params IEnumerable<OutgoingMessage> messages)
    {
        lock (_lock) _waiting.AddRange(messages);
    }

    public Task<IReadOnlyList<OutgoingMessage>> LeaseAsync(int max, TimeSpan lease, CancellationToken cancellationToken)
    {
        if (Away) throw new TimeoutException("the store is away");
        lock (_lock)
        {
            var now = DateTime.UtcNow;
            var free =
                _waiting.Where(m => !_leases.TryGetValue(m.Key, out var until) || until <= now).Take(max).ToList();
            foreach (var message in free) _leases[message.Key] = now + lease;
            return Task.FromResult<IReadOnlyList<OutgoingMessage>>(free);
        }
    }

    public async Task MarkPublishedAsync(IReadOnlyList<OutgoingMessage> messages, CancellationToken cancellationToken)
    {
        // Long enough for a competitor to see what stands there in between.
        await Task.Delay(2, cancellationToken);
        if (Away) throw new TimeoutException("the store is away");
        lock (_lock)
        {
            foreach (var message in messages)
            {
                _waiting.Remove(message);
                _leases.Remove(message.Key);
            }
        }
    }

    public Task<long> CountPendingAsync(CancellationToken cancellationToken) => Task.FromResult((long)Waiting);
}

/// <summary>A broker that does what the test wants and keeps what it took, doubles included.</summary>
internal sealed class RecordingPublisher : IMessagePublisher
{
    private readonly Lock _lock = new();
    private readonly List<OutgoingMessage> _taken = [];

    public Func<OutgoingMessage, CancellationToken, Task> Before { get; set; } = (_, _) => Task.CompletedTask;

    public IReadOnlyList<OutgoingMessage> Taken { get { lock (_lock) return [.. _taken]; } }

    public async Task PublishAsync(OutgoingMessage message, CancellationToken cancellationToken)
    {
        await Before(message, cancellationToken);
        lock (_lock) _taken.Add(message);
    }
}
