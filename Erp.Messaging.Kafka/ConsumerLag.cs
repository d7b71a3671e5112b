using System.Collections.Concurrent;
using Confluent.Kafka;

namespace Erp.Messaging.Kafka;

/// <summary>Messages of the assigned partitions that are not handled yet, as far as known.</summary>
internal sealed class ConsumerLag(IConsumer<byte[]?, byte[]?> consumer)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private readonly ConcurrentDictionary<TopicPartition, long> _ends = [];
    private long _messages;

    /// <summary>As of the last <see cref="Update"/>.</summary>
    public long Messages => Interlocked.Read(ref _messages);

    /// <summary>Completes when no call of ours is in the native client any more.</summary>
    public Task Calls { get; private set; } = Task.CompletedTask;

    /// <summary>Counts anew. For the thread that polls.</summary>
    /// <param name="partitions">All that are assigned.</param>
    /// <param name="paused">Those of them that are paused.</param>
    public void Update(Dictionary<TopicPartition, PartitionWork> partitions, HashSet<TopicPartition> paused)
    {
        // The client learns the end of a partition from what it fetches, and from these it fetches nothing.
        if (paused.Count > 0 && Calls.IsCompleted)
        {
            var ask = paused.ToList();
            Calls = Task.Run(() => ask.ForEach(Ask));
        }
        Interlocked.Exchange(ref _messages, partitions.Sum(p => Count(p.Key, p.Value)));
    }

    private void Ask(TopicPartition partition)
    {
        try
        {
            _ends[partition] = consumer.QueryWatermarkOffsets(partition, Patience).High;
        }
        catch (KafkaException)
        {
            // It is asked again soon.
        }
    }

    private long Count(TopicPartition partition, PartitionWork work)
    {
        var end = Math.Max(consumer.GetWatermarkOffsets(partition).High, _ends.GetValueOrDefault(partition, -1));
        var next = work.Next ?? consumer.Position(partition);
        return end < 0 || next < 0 ? 0 : Math.Max(0, end - next);
    }
}
