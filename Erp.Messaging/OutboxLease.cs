namespace Erp.Messaging;

/// <summary>Messages of one key that one relay holds: until they are marked as published, or until the lease runs
/// out.</summary>
/// <param name="Key">What is held: nobody else gets a message of this key meanwhile.</param>
/// <param name="Messages">In the order in which they must go out.</param>
/// <param name="Until">When it runs out by the store's clock, in milliseconds since 1970-01-01 UTC. It is the lease's
/// name as well: a relay that is late ends its own lease only, never the one that was given out after it.</param>
public sealed record OutboxLease(string Key, IReadOnlyList<OutgoingMessage> Messages, long Until)
{
    /// <summary>A message that its maker published itself before any relay could take it: there is no lease to
    /// end.</summary>
    public static OutboxLease Without(OutgoingMessage message) => new(message.Key, [message], 0);
}
