using Confluent.Kafka;
using Erp.Notification.Store;
using Erp.ServiceDefaults.Messaging;

namespace Erp.Notification.Messaging;

/// <summary>The topic, read from its beginning to its present end, outside the consumer group.</summary>
internal sealed class NotificationLog(IConfiguration configuration)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Hands over every notification that the topic still has. Runs on the calling thread.</summary>
    public async Task ReadAllAsync(Func<long, NewNotification, Task> take, CancellationToken cancellationToken)
    {
        using var consumer = new ConsumerBuilder<string, string>(new ConsumerConfig
        {
            BootstrapServers = configuration.GetConnectionString("kafka"),
            GroupId = Topics.NotificationGroup + "-rebuild", // the client wants one; nothing is committed to it
            EnableAutoCommit = false,
            EnablePartitionEof = true,
            AutoOffsetReset = AutoOffsetReset.Earliest,
        }).SetLogHandler((_, _) => { }).Build();

        var partitions = PartitionsOf(consumer);
        consumer.Assign(partitions.Select(p => new TopicPartitionOffset(Topics.ApprovalNotifications, p, Offset.Beginning)));
        for (var open = partitions.Count; open > 0;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var result = consumer.Consume(Patience) ?? throw new TimeoutException("The topic does not answer.");
            if (result.IsPartitionEOF)
            {
                consumer.Pause([result.TopicPartition]); // what comes from now on is the group's
                open--;
            }
            else if (Read(result) is { } found)
            {
                await take(found.Employee, found.Notification);
            }
        }
        consumer.Unassign();
    }

    private static List<int> PartitionsOf(IConsumer<string, string> consumer)
    {
        using var admin = new DependentAdminClientBuilder(consumer.Handle).Build();
        var topic = admin.GetMetadata(Topics.ApprovalNotifications, Patience).Topics.Single();
        return topic.Error.IsError ? throw new KafkaException(topic.Error) : [.. topic.Partitions.Select(p => p.PartitionId)];
    }

    // What the group's consumer sent to the dead-letter topic is passed over here.
    private static (long Employee, NewNotification Notification)? Read(ConsumeResult<string, string> result)
    {
        try
        {
            var message = KafkaHeaders.ToIncoming(result);
            var requested = NotificationHandler.Read(message);
            return (requested.EmployeeId, NewNotification.From(message.Id, requested));
        }
        catch (PoisonMessageException)
        {
            return null;
        }
    }
}
