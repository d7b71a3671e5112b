namespace Erp.Messaging;

/// <summary>Hands a message over for good: to a broker, or to another service.</summary>
public interface IMessagePublisher
{
    /// <summary>Completes when the message is safe at its destination (Kafka: acks=all); throws, whatever it likes,
    /// when it is not known to be, and is then called again with the same message.</summary>
    Task PublishAsync(OutgoingMessage message, CancellationToken cancellationToken);
}
