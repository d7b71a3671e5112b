using Erp.TestSupport;

namespace Erp.Messaging.Tests;

/// <summary>An outbox as the stores have it, shared by the replicas of a test.</summary>
internal sealed class MemoryOutbox : IOutbox
{
    private readonly Lock _lock = new();
    private readonly List<OutgoingMessage> _waiting = [];
    private readonly Dictionary<string, long> _leases = [];
    private int _given;

    /// <summary>The store does not answer.</summary>
    public volatile bool Away;

    public TimeSpan AnswerTime { get; set; }

    public int Waiting { get { lock (_lock) return _waiting.Count; } }

    /// <summary>How many leases were given out.</summary>
    public int Given { get { lock (_lock) return _given; } }

    /// <summary>Until no lease holds the key: it ran out, or it was marked.</summary>
    public Task UntilFreeAsync(string key, CancellationToken cancellationToken) => Eventually.TrueAsync(() =>
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock) return !_leases.TryGetValue(key, out var ends) || ends <= Now;
    });

    public void Add(params IEnumerable<OutgoingMessage> messages)
    {
        lock (_lock) _waiting.AddRange(messages);
    }

    public Task<IReadOnlyList<OutboxLease>> LeaseAsync(
        int max, TimeSpan duration, CancellationToken cancellationToken)
    {
        if (Away) throw new TimeoutException("the store is away");
        lock (_lock)
        {
            var now = Now;
            var until = now + (long)duration.TotalMilliseconds;
            var leases = _waiting.Where(m => !_leases.TryGetValue(m.Key, out var ends) || ends <= now).Take(max)
                .GroupBy(m => m.Key).Select(ofKey => new OutboxLease(ofKey.Key, [.. ofKey], until)).ToList();
            foreach (var lease in leases) _leases[lease.Key] = until;
            _given += leases.Count;
            return Task.FromResult<IReadOnlyList<OutboxLease>>(leases);
        }
    }

    public async Task MarkPublishedAsync(IReadOnlyList<OutboxLease> leases, CancellationToken cancellationToken)
    {
        // Long enough for a competitor to see what stands there in between.
        await Task.Delay(2, cancellationToken);
        if (Away) throw new TimeoutException("the store is away");
        lock (_lock)
        {
            foreach (var lease in leases)
            {
                foreach (var message in lease.Messages) _waiting.Remove(message);
                if (_leases.GetValueOrDefault(lease.Key) == lease.Until) _leases.Remove(lease.Key);
            }
        }
    }

    public Task<OutboxBacklog> MeasureAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
            return Task.FromResult(new OutboxBacklog(_waiting.Count, _waiting.FirstOrDefault()?.CreatedAt));
    }

    private static long Now => DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
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
