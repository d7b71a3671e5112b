using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Erp.ServiceDefaults.Messaging.Kafka;

/// <summary>Reads a topic from where a group stands (or from its beginning) to where it ends now.</summary>
internal sealed class TopicReader(IOptions<KafkaOptions> options, ILogger<TopicReader> logger)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Calls <paramref name="handle"/> for each record, partition by partition in order; with a group, the group's offset moves
    /// after it. Returns how many there were.</summary>
    public Task<int> ReadAsync(string topic, string? group, Func<ConsumeResult<byte[]?, byte[]?>, Task> handle, CancellationToken cancellationToken) =>
        Task.Run(() => Read(topic, group, handle, cancellationToken), cancellationToken);

    private async Task<int> Read(string topic, string? group, Func<ConsumeResult<byte[]?, byte[]?>, Task> handle, CancellationToken cancellationToken)
    {
        var log = new KafkaLog(logger, "reader " + topic);
        var config = KafkaConfig.Consumer(options.Value, group ?? "reader-" + topic);
        config.EnableAutoCommit = false;
        using var consumer = new ConsumerBuilder<byte[]?, byte[]?>(config)
            .SetErrorHandler((_, e) => log.Error(e)).SetLogHandler((_, m) => log.Message(m)).Build();
        using var admin = new DependentAdminClientBuilder(consumer.Handle).Build();
        var partitions = MetadataOf(admin, topic, cancellationToken).Partitions.Select(p => new TopicPartition(topic, p.PartitionId)).ToList();
        var from = group is null ? [] : consumer.Committed(partitions, Patience).Where(o => o.Offset >= 0).ToDictionary(o => o.TopicPartition, o => o.Offset);

        var count = 0;
        foreach (var partition in partitions)
        {
            var known = consumer.QueryWatermarkOffsets(partition, Patience);
            var next = from.TryGetValue(partition, out var committed) && committed > known.Low ? committed : known.Low;
            if (next >= known.High) continue;
            consumer.Assign(new TopicPartitionOffset(partition, next));
            while (next < known.High)
            {
                var record = Next(consumer, partition, cancellationToken);
                await handle(record);
                next = record.Offset + 1;
                count++;
                if (group is not null) consumer.Commit([new(partition, next)]);
            }
        }
        return count;
    }

    // In short steps: the native calls do not hear that the service stops.
    private static TopicMetadata MetadataOf(IAdminClient admin, string topic, CancellationToken cancellationToken)
    {
        for (var until = Environment.TickCount64 + Patience.TotalMilliseconds; ;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                return admin.GetMetadata(topic, TimeSpan.FromSeconds(1)).Topics.Single();
            }
            catch (KafkaException) when (Environment.TickCount64 < until)
            {
                // Again.
            }
        }
    }

    private static ConsumeResult<byte[]?, byte[]?> Next(IConsumer<byte[]?, byte[]?> consumer, TopicPartition partition, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);
        try
        {
            return consumer.Consume(limit.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"{partition} does not answer.");
        }
    }
}
