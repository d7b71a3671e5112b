using Confluent.Kafka;

namespace Erp.Messaging.Kafka;

/// <summary>The partitions that a topic has.</summary>
internal static class TopicPartitions
{
    /// <summary>Asks in short steps: the native calls do not hear that the service stops.</summary>
    /// <exception cref="KafkaException">There is no such topic, or no broker answers in time.</exception>
    public static List<TopicPartition> Of(
        IConsumer<byte[]?, byte[]?> consumer, string topic, TimeSpan patience, CancellationToken cancellationToken)
    {
        using var admin = new DependentAdminClientBuilder(consumer.Handle).Build();
        for (var until = Environment.TickCount64 + patience.TotalMilliseconds; ;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                var metadata = admin.GetMetadata(topic, TimeSpan.FromSeconds(1)).Topics.Single();
                // Taken for empty, a topic that cannot be read would count as read.
                if (metadata.Error.IsError) throw new KafkaException(metadata.Error);
                return [.. metadata.Partitions.Select(p => new TopicPartition(topic, p.PartitionId))];
            }
            catch (KafkaException e)
                when (e.Error.Code != ErrorCode.UnknownTopicOrPart && Environment.TickCount64 < until)
            {
                cancellationToken.WaitHandle.WaitOne(TimeSpan.FromMilliseconds(100));
            }
        }
    }
}
