using Confluent.Kafka;

namespace Erp.Messaging.Kafka;

/// <summary>Reads one partition from an offset to another, with a consumer of its own, so that no partition has to wait
/// for the others.</summary>
internal sealed class PartitionReader : IDisposable
{
    private readonly IConsumer<byte[]?, byte[]?> _consumer;
    private readonly TopicPartition _partition;
    private readonly TimeSpan _patience;
    private readonly Offset _end;
    private Offset _next;

    /// <param name="consumer">Disposed with this.</param>
    public PartitionReader(
        IConsumer<byte[]?, byte[]?> consumer, TopicPartition partition, Offset from, Offset end, TimeSpan patience)
    {
        (_consumer, _partition, _next, _end, _patience) = (consumer, partition, from, end, patience);
        _consumer.Assign(new TopicPartitionOffset(partition, from));
    }

    /// <summary>The next record; null at the end.</summary>
    public ConsumeResult<byte[]?, byte[]?>? Next(CancellationToken cancellationToken)
    {
        if (_next >= _end) return null;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(_patience);
        try
        {
            var record = _consumer.Consume(limit.Token);
            _next = record.Offset + 1;
            return record;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"{_partition} does not answer.");
        }
    }

    public void Dispose() => _consumer.Dispose();
}
