namespace Erp.Messaging;

/// <summary>A store's side of the outbox. Several relays (one per replica) may lease from the same store at once.
/// Whatever its methods throw is logged and tried again.</summary>
public interface IOutbox
{
    /// <summary>The oldest due messages, in the order in which each key's must go out. While a lease runs, no other
    /// relay gets a message of the same key; when it runs out (the relay died), another one may.</summary>
    /// <param name="max">How many at most.</param>
    /// <param name="lease">How long they are this relay's.</param>
    /// <param name="cancellationToken">The service stops.</param>
    Task<IReadOnlyList<OutgoingMessage>> LeaseAsync(int max, TimeSpan lease, CancellationToken cancellationToken);

    /// <summary>These are with their receiver for good (Kafka: acks=all). Ends their keys' leases.</summary>
    Task MarkPublishedAsync(IReadOnlyList<OutgoingMessage> messages, CancellationToken cancellationToken);

    /// <summary>How many wait, for the metric <c>erp_outbox_pending</c>.</summary>
    Task<long> CountPendingAsync(CancellationToken cancellationToken);
}
