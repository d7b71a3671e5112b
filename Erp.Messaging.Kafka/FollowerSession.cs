using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace Erp.Messaging.Kafka;

/// <summary>One reading of a topic, from the beginning of all its partitions to whatever comes. Everything happens on
/// the one thread that polls.</summary>
internal sealed class FollowerSession : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private readonly string _topic;
    private readonly ILogger _logger;
    private readonly IConsumer<byte[]?, byte[]?> _consumer;
    private readonly Dictionary<Partition, long> _next = [];

    /// <param name="lost">Called when no broker can be reached: whoever comes back may be another one.</param>
    public FollowerSession(string topic, KafkaOptions options, ILogger logger, Action lost)
    {
        (_topic, _logger) = (topic, logger);
        var log = new KafkaLog(logger, $"follower {topic}");
        var config = KafkaConfig.Consumer(options, $"follower-{topic}");
        config.EnableAutoCommit = false;
        config.EnablePartitionEof = true;
        // What was there is gone: not to be passed over in silence.
        config.AutoOffsetReset = AutoOffsetReset.Error;
        config.FetchWaitMaxMs = 250;
        _consumer = new ConsumerBuilder<byte[]?, byte[]?>(config)
            .SetErrorHandler((_, e) =>
            {
                log.Error(e);
                if (e.IsFatal || e.Code == ErrorCode.Local_AllBrokersDown) lost();
            })
            .SetLogHandler((_, m) => log.Message(m))
            .Build();
    }

    /// <summary>Reads until canceled, or until it is no longer certain that this is the same topic; then throws
    /// <see cref="KafkaException"/>.</summary>
    /// <param name="follower">Given everything.</param>
    /// <param name="catchUps">Told when the end is reached that the topic had when they asked.</param>
    /// <param name="begun">Called when the topic is there.</param>
    /// <param name="stopping">Ends it.</param>
    public void Run(ITopicFollower follower, CatchUps catchUps, Action begun, CancellationToken stopping)
    {
        var partitions = TopicPartitions.Of(_consumer, _topic, Patience, stopping);
        foreach (var partition in partitions) _next[partition.Partition] = 0;
        _consumer.Assign(partitions.Select(p => new TopicPartitionOffset(p, Offset.Beginning)));
        begun();
        follower.Begin();
        List<TaskCompletionSource> waiting = [];
        try
        {
            var ends = new Dictionary<Partition, long>();
            while (!stopping.IsCancellationRequested)
            {
                if (_consumer.Consume(100) is { } record) Take(follower, record);
                if (waiting.Count == 0)
                {
                    waiting = catchUps.Take();
                    if (waiting.Count > 0) ends = Ends(partitions);
                }
                if (waiting.Count == 0 || ends.Any(e => _next[e.Key] < e.Value)) continue;
                waiting.ForEach(w => w.TrySetResult());
                waiting = [];
            }
        }
        finally
        {
            catchUps.Return(waiting);
        }
    }

    public void Dispose() => _consumer.Dispose();

    private void Take(ITopicFollower follower, ConsumeResult<byte[]?, byte[]?> record)
    {
        _next[record.Partition] = record.IsPartitionEOF ? record.Offset : record.Offset + 1;
        if (record.IsPartitionEOF) return;
        try
        {
            follower.Apply(new ReceivedMessage(record).Read());
        }
        catch (PoisonMessageException e)
        {
            _logger.LogWarning("{Topic} {Partition}/{Offset} is passed over: {Reason}",
                _topic, record.Partition.Value, record.Offset.Value, e.Message);
        }
    }

    private Dictionary<Partition, long> Ends(List<TopicPartition> partitions) =>
        partitions.ToDictionary(p => p.Partition, p => _consumer.QueryWatermarkOffsets(p, Patience).High.Value);
}
