using System.Collections.Concurrent;
using Erp.Messaging;

namespace Erp.Notification.Tests.Support;

/// <summary>Publishes nothing, as without an answer of Kafka.</summary>
internal sealed class NoPublisher : IMessagePublisher
{
    /// <summary>The types of what was to be published.</summary>
    public ConcurrentQueue<string> Refused { get; } = new();

    public Task PublishAsync(OutgoingMessage message, CancellationToken cancellationToken)
    {
        Refused.Enqueue(message.Type);
        throw new TimeoutException("no answer");
    }
}
