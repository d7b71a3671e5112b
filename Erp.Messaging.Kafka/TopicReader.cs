using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Erp.Messaging.Kafka;

/// <summary>Reads a topic from where a group stands (or from its beginning) to where it ends now.</summary>
internal sealed class TopicReader(IOptions<KafkaOptions> options, ILogger<TopicReader> logger)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Calls <paramref name="handle"/> for each record, each partition in its order and the partitions merged
    /// by time; with a group, the group's offset moves after it. Returns how many there were. Throws
    /// <see cref="KafkaException"/> when there is no such topic.</summary>
    public Task<int> ReadAsync(
        string topic, string? group, Func<ConsumeResult<byte[]?, byte[]?>, Task> handle,
        CancellationToken cancellationToken) =>
        Task.Run(() => Read(topic, group, handle, cancellationToken), cancellationToken);

    private async Task<int> Read(
        string topic, string? group, Func<ConsumeResult<byte[]?, byte[]?>, Task> handle,
        CancellationToken cancellationToken)
    {
        var readers = new List<PartitionReader>();
        try
        {
            using (var consumer = Consumer(topic, group))
            {
                var partitions = TopicPartitions.Of(consumer, topic, Patience, cancellationToken);
                var from = group is null
                    ? []
                    : consumer.Committed(partitions, Patience)
                        .Where(o => o.Offset >= 0).ToDictionary(o => o.TopicPartition, o => o.Offset);
                foreach (var partition in partitions)
                {
                    var known = consumer.QueryWatermarkOffsets(partition, Patience);
                    var next = from.TryGetValue(partition, out var committed) && committed > known.Low
                        ? committed
                        : known.Low;
                    if (next < known.High)
                        readers.Add(new(Consumer(topic, group), partition, next, known.High, Patience));
                }
            }
            return await MergeAsync(readers, group is not null, handle, cancellationToken);
        }
        finally
        {
            foreach (var reader in readers) reader.Dispose();
        }
    }

    private static async Task<int> MergeAsync(
        List<PartitionReader> readers, bool commit, Func<ConsumeResult<byte[]?, byte[]?>, Task> handle,
        CancellationToken cancellationToken)
    {
        var heads = new PriorityQueue<(PartitionReader Reader, ConsumeResult<byte[]?, byte[]?> Record), long>();
        var count = 0;
        foreach (var reader in readers) Take(reader);
        while (heads.TryDequeue(out var head, out _))
        {
            await handle(head.Record);
            count++;
            if (commit) head.Reader.Commit(head.Record);
            Take(head.Reader);
        }
        return count;

        void Take(PartitionReader reader)
        {
            if (reader.Next(cancellationToken) is { } record)
                heads.Enqueue((reader, record), record.Message.Timestamp.UnixTimestampMs);
        }
    }

    private IConsumer<byte[]?, byte[]?> Consumer(string topic, string? group)
    {
        var log = new KafkaLog(logger, "reader " + topic);
        var config = KafkaConfig.Consumer(options.Value, group ?? "reader-" + topic);
        config.EnableAutoCommit = false;
        return new ConsumerBuilder<byte[]?, byte[]?>(config)
            .SetErrorHandler((_, e) => log.Error(e)).SetLogHandler((_, m) => log.Message(m)).Build();
    }
}
