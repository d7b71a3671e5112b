namespace Erp.Messaging;

/// <summary>Applies one message. Must be idempotent by <see cref="IncomingMessage.Id"/>: effect and id in one atomic
/// step. </summary>
public interface IMessageHandler
{
    /// <summary>Returns when the effect is stored; only then the offset moves. A dependency that is away
    /// (<see cref="ServiceDefaults.Errors.TransientFaults"/>) is retried without end, anything else that is thrown a
    /// few times, and then the message goes to the dead letters.</summary>
    /// <param name="message">Messages of one key come one after the other, those of different keys side by
    /// side.</param>
    /// <param name="cancellationToken">The time limit of one try, or the partition moves away.</param>
    /// <returns>True when it had an effect; false when that was there already, from an earlier delivery.</returns>
    /// <exception cref="PoisonMessageException">It can never succeed: to the dead letters at once.</exception>
    Task<bool> HandleAsync(IncomingMessage message, CancellationToken cancellationToken);
}
