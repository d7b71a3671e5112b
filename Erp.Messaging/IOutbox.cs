namespace Erp.Messaging;

/// <summary>A store's side of the outbox. Several relays (one per replica) may lease from the same store at once.
/// Whatever its methods throw is logged and tried again.</summary>
public interface IOutbox
{
    /// <summary>The oldest due messages, a lease per key. While it runs, no relay gets a message of the same key; when
    /// it runs out (the relay died), another one may. One that ends later
    /// than one that is given out now can, was given by a clock that was ahead: it counts for nothing.</summary>
    /// <param name="max">How many messages, or keys where their messages are kept together, at most.</param>
    /// <param name="duration">How long they are this relay's.</param>
    /// <param name="cancellationToken">The service stops.</param>
    Task<IReadOnlyList<OutboxLease>> LeaseAsync(int max, TimeSpan duration, CancellationToken cancellationToken);

    /// <summary>How long leases whose messages are published may wait for <see cref="MarkPublishedAsync"/>, because the
    /// answers of those who got the messages end them as well.</summary>
    TimeSpan AnswerTime => TimeSpan.Zero;

    /// <summary>The messages of these leases are with the broker for good (Kafka: acks=all); their leases end, as far
    /// as they have not ended.</summary>
    /// <param name="leases">With those of their messages that were published.</param>
    /// <param name="cancellationToken">Nobody waits for it any more.</param>
    Task MarkPublishedAsync(IReadOnlyList<OutboxLease> leases, CancellationToken cancellationToken);

    /// <summary>What waits, for the metrics <c>erp_outbox_pending</c> and <c>erp_outbox_age_seconds</c>.</summary>
    Task<OutboxBacklog> MeasureAsync(CancellationToken cancellationToken);
}

/// <summary>What is stored and not published yet.</summary>
/// <param name="Messages">How many; keys with messages, where these are kept together.</param>
/// <param name="OldestSince">Since when the oldest could have been published (UTC); null when there is none.</param>
public readonly record struct OutboxBacklog(long Messages, DateTimeOffset? OldestSince);
