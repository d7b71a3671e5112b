using System.Globalization;
using System.Text;
using System.Text.Json;
using Confluent.Kafka;
using Erp.Api.Json;
using Erp.Contracts;
using Erp.TestSupport;

namespace Erp.Notification.Tests.Support;

/// <summary>The topics as approval-request sees them. Headers are written out: they are what services agree
/// on.</summary>
internal sealed class Topic(EmbeddedKafkaCluster kafka) : IDisposable
{
    private readonly IProducer<string, string> _producer =
        new ProducerBuilder<string, string>(
            new ProducerConfig { BootstrapServers = kafka.BootstrapServers, EnableIdempotence = true })
            .SetLogHandler((_, _) => { })
            .Build();

    /// <summary>Asks for a notification.</summary>
    public Task RequestAsync(
        long employee,
        string message,
        string messageId,
        long approvalId = 7,
        DateTimeOffset? at = null,
        string? traceParent = null,
        long? key = null) =>
        PublishAsync(
            key ?? employee,
            messageId,
            nameof(NotificationRequested),
            JsonSerializer.Serialize(
                new NotificationRequested(
                    employee,
                    "APPROVAL_STATUS_CHANGED",
                    approvalId,
                    "approved",
                    message,
                    at ?? DateTimeOffset.UtcNow),
                ErpJson.MessageOptions),
            traceParent,
            at);

    /// <summary>Puts a request for a notification among the dead letters.</summary>
    public Task PublishDeadAsync(long employee, string messageId, string message) =>
        PublishAsync(
            employee,
            messageId,
            nameof(NotificationRequested),
            JsonSerializer.Serialize(
                new NotificationRequested(employee, "ANNOUNCEMENT", null, null, message, DateTimeOffset.UtcNow),
                ErpJson.MessageOptions),
            topic: "approval-notifications.dlq");

    public async Task PublishAsync(
        long key,
        string messageId,
        string type,
        string payload,
        string? traceParent = null,
        DateTimeOffset? at = null,
        string topic = "approval-notifications")
    {
        var headers = new Headers
        {
            { "message-id", Encoding.UTF8.GetBytes(messageId) }, { "message-type", Encoding.UTF8.GetBytes(type) },
        };
        if (traceParent is not null) headers.Add("traceparent", Encoding.UTF8.GetBytes(traceParent));
        await _producer.ProduceAsync(topic, new()
        {
            Key = key.ToString(CultureInfo.InvariantCulture),
            Value = payload,
            Headers = headers,
            Timestamp = new(at ?? DateTimeOffset.UtcNow),
        });
    }

    /// <summary>How often the answer to a message stands in approval-results.</summary>
    public int Acknowledgements(string messageId) =>
        Read("approval-results").Count(m => Header(m, "message-type") == nameof(NotificationStored)
            && JsonSerializer.Deserialize<NotificationStored>(m.Value, ErpJson.MessageOptions)!.MessageId == messageId);

    /// <summary>How often the record was asked to tell everything to the store of this epoch.</summary>
    public int Asked(string epoch) =>
        Read("approval-results").Count(m => Header(m, "message-type") == nameof(NotificationsStarted)
            && JsonSerializer.Deserialize<NotificationsStarted>(
                m.Value, ErpJson.MessageOptions)!.StoreEpoch == epoch);

    /// <summary>Whether a message lies in the dead-letter topic with its error.</summary>
    public bool IsDead(string messageId) =>
        Read("approval-notifications.dlq").Any(
            m => Header(m, "message-id") == messageId && Header(m, "dlq-reason") is { Length: > 0 });

    /// <summary>Whether the topic has a message.</summary>
    public bool Has(string messageId) => Read("approval-notifications").Any(m => Header(m, "message-id") == messageId);

    /// <summary>How many records a group has come past.</summary>
    public long Consumed(string group)
    {
        using var consumer = new ConsumerBuilder<string, string>(
            new ConsumerConfig { BootstrapServers = kafka.BootstrapServers, GroupId = group })
            .SetLogHandler((_, _) => { }).Build();
        var partitions = Enumerable.Range(0, 3).Select(p => new TopicPartition("approval-notifications", p));
        return consumer.Committed(partitions, TimeSpan.FromSeconds(5)).Sum(c => Math.Max(0, c.Offset.Value));
    }

    public void Dispose() => _producer.Dispose();

    private List<Message<string, string>> Read(string topic)
    {
        using var consumer = new ConsumerBuilder<string, string>(
            new ConsumerConfig
            {
                BootstrapServers = kafka.BootstrapServers, GroupId = "test", EnableAutoCommit = false,
            })
            .SetLogHandler((_, _) => { }).Build();
        var messages = new List<Message<string, string>>();
        foreach (var partition in Enumerable.Range(0, 3).Select(p => new TopicPartition(topic, p)))
        {
            var end = consumer.QueryWatermarkOffsets(partition, TimeSpan.FromSeconds(5)).High;
            consumer.Assign(new TopicPartitionOffset(partition, Offset.Beginning));
            for (var next = new Offset(0); next < end;)
            {
                var result =
                    consumer.Consume(TimeSpan.FromSeconds(5)) ?? throw new TimeoutException(partition.ToString());
                messages.Add(result.Message);
                next = result.Offset + 1;
            }
        }
        return messages;
    }

    private static string? Header(Message<string, string> message, string name) =>
        message.Headers.TryGetLastBytes(name, out var bytes) ? Encoding.UTF8.GetString(bytes) : null;
}
