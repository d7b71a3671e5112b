using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Erp.Messaging.Kafka;

/// <summary>Reads what is in a topic now, outside any group. Its methods block: they are for a thread of their own.
/// Each throws <see cref="KafkaException"/> when there is no such topic or no broker answers.</summary>
internal sealed class TopicReader(IOptions<KafkaOptions> options, ILogger<TopicReader> logger)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Each partition in its order, the partitions merged by time.</summary>
    /// <param name="topic">To where it ends now.</param>
    /// <param name="from">Where a partition is begun with; one that is not there (any more) means its
    /// beginning.</param>
    /// <param name="time">Of a record, by which partitions are merged.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public IEnumerable<ConsumeResult<byte[]?, byte[]?>> Read(
        string topic, Func<TopicPartition, Offset> from, Func<ConsumeResult<byte[]?, byte[]?>, DateTimeOffset> time,
        CancellationToken cancellationToken)
    {
        var readers = new List<PartitionReader>();
        try
        {
            using (var consumer = Consumer(topic))
            {
                foreach (var partition in TopicPartitions.Of(consumer, topic, Patience, cancellationToken))
                {
                    var known = consumer.QueryWatermarkOffsets(partition, Patience);
                    if (First(from(partition), known) is var first && first < known.High)
                        readers.Add(new(Consumer(topic), partition, first, known.High, Patience));
                }
            }
            var heads = new PriorityQueue<(PartitionReader, ConsumeResult<byte[]?, byte[]?>), DateTimeOffset>();
            foreach (var reader in readers) Take(reader);
            while (heads.TryDequeue(out var head, out _))
            {
                yield return head.Item2;
                Take(head.Item1);
            }

            void Take(PartitionReader reader)
            {
                if (reader.Next(cancellationToken) is { } record) heads.Enqueue((reader, record), time(record));
            }
        }
        finally
        {
            foreach (var reader in readers) reader.Dispose();
        }
    }

    /// <summary>One partition, from an offset up to another or its present end, as far as they are there.</summary>
    public IEnumerable<ConsumeResult<byte[]?, byte[]?>> Read(
        TopicPartition partition, Offset from, Offset end, CancellationToken cancellationToken)
    {
        using var consumer = Consumer(partition.Topic);
        // A partition that is not there would be asked for without end.
        var partitions = TopicPartitions.Of(consumer, partition.Topic, Patience, cancellationToken);
        if (!partitions.Contains(partition)) yield break;
        var known = consumer.QueryWatermarkOffsets(partition, Patience);
        var first = First(from, known);
        var last = end == Offset.End || end > known.High ? known.High : end;
        using var reader = new PartitionReader(Consumer(partition.Topic), partition, first, last, Patience);
        while (reader.Next(cancellationToken) is { } record) yield return record;
    }

    /// <summary>A client that joins nothing, and keeps offsets for a group only if it is told to.</summary>
    public IConsumer<byte[]?, byte[]?> Consumer(string topic, string? group = null)
    {
        var log = new KafkaLog(logger, "reader " + topic);
        var config = KafkaConfig.Consumer(options.Value, group ?? "reader-" + topic);
        config.EnableAutoCommit = false;
        return new ConsumerBuilder<byte[]?, byte[]?>(config)
            .SetErrorHandler((_, e) => log.Error(e)).SetLogHandler((_, m) => log.Message(m)).Build();
    }

    // Past the end there is nothing either: the topic was made anew.
    private static Offset First(Offset wanted, WatermarkOffsets known) =>
        wanted < known.Low || wanted > known.High ? known.Low : wanted;
}
