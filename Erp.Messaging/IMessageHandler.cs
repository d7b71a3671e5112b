namespace Erp.Messaging;

/// <summary>Applies one message. Must be idempotent by <see cref="IncomingMessage.Id"/>: effect and id in one atomic step.</summary>
public interface IMessageHandler
{
    /// <summary>Returns when the effect is stored; only then the offset moves. Throws <see cref="PoisonMessageException"/> for what can
    /// never succeed (goes to the DLQ at once); a dependency that is away is retried without end, anything else a few times and then goes to the DLQ.</summary>
    Task HandleAsync(IncomingMessage message, CancellationToken cancellationToken);
}
