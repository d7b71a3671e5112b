using System.Text;
using Confluent.Kafka;

namespace Erp.Messaging.Kafka;

/// <summary>Publishes to Kafka with the headers that the consumers need.</summary>
internal sealed class KafkaPublisher(KafkaProducer producer, MessagingMetrics metrics) : IMessagePublisher
{
    public async Task PublishAsync(OutgoingMessage message, CancellationToken cancellationToken)
    {
        using var activity = MessagingTrace.StartPublish(message);
        var headers = new Headers
        {
            { MessageHeaders.Id, Encoding.UTF8.GetBytes(message.Id) },
            { MessageHeaders.Type, Encoding.UTF8.GetBytes(message.Type) },
        };
        if (MessagingTrace.ContextFor(message) is { } context)
            headers.Add(MessageHeaders.TraceParent, Encoding.ASCII.GetBytes(context));
        try
        {
            await producer.ProduceAsync(message.Topic, new()
            {
                Key = Encoding.UTF8.GetBytes(message.Key),
                Value = Encoding.UTF8.GetBytes(message.Payload),
                Headers = headers,
                Timestamp = new(message.CreatedAt),
            }, cancellationToken);
        }
        catch (KafkaException e)
        {
            MessagingTrace.Failed(activity, e);
            throw;
        }
        metrics.Published(message.Topic, message.Again);
    }
}
