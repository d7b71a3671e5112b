namespace Erp.Messaging;

/// <summary>Hands a message over for good: Kafka for the approval flow, HTTP for the employee service.</summary>
public interface IMessagePublisher
{
    /// <summary>Completes when the message is safe at its destination (Kafka: acks=all); throws when it is not known to be.</summary>
    Task PublishAsync(OutgoingMessage message, CancellationToken cancellationToken);
}
