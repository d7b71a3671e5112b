using System.Collections.Concurrent;
using Confluent.Kafka;

namespace Erp.Messaging.Kafka;

/// <summary>Notices that a producer gets nothing through any more, whatever the reason: a client that cannot recover by
/// itself does not always say so. While Kafka itself is away a new client helps as little, so the patience doubles each
/// time until something is delivered.</summary>
internal sealed class ProducerProgress(TimeSpan patience, TimeProvider clock)
{
    private const int MostDoublings = 4;
    private readonly ConcurrentDictionary<TopicPartition, long> _failingSince = new();
    private int _renewals;

    /// <summary>A record arrived.</summary>
    public void Delivered(TopicPartition partition)
    {
        Volatile.Write(ref _renewals, 0);
        if (_failingSince.IsEmpty) return;
        _failingSince.TryRemove(partition, out _);
        _failingSince.TryRemove(new(partition.Topic, Partition.Any), out _);
    }

    /// <summary>A record did not arrive; true when none has arrived there for so long that the client is to be made
    /// anew.</summary>
    public bool IsStuck(TopicPartition partition)
    {
        var since = _failingSince.GetOrAdd(partition, _ => clock.GetTimestamp());
        return clock.GetElapsedTime(since) >= patience * (1 << Volatile.Read(ref _renewals));
    }

    /// <summary>The client was made anew.</summary>
    public void Renewed()
    {
        _failingSince.Clear();
        Volatile.Write(ref _renewals, Math.Min(_renewals + 1, MostDoublings));
    }

    /// <summary>The brokers do not know this client's numbers, or know them as another one's: after Kafka lost its data
    /// two clients may have the same. They never will again.</summary>
    public static bool IsLost(Error error) => error.IsFatal || error.Code is
        ErrorCode.OutOfOrderSequenceNumber or ErrorCode.InvalidProducerEpoch or ErrorCode.InvalidProducerIdMapping
        or ErrorCode.UnknownProducerId or ErrorCode.ProducerFenced;
}
