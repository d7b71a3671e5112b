using System.Collections.Concurrent;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace Erp.Messaging.Kafka;

/// <summary>How far the group knows that we came.</summary>
internal sealed class ConsumerOffsets(IConsumer<byte[]?, byte[]?> consumer, ILogger logger)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private readonly ConcurrentDictionary<TopicPartition, Offset> _committed = [];

    /// <summary>Completes when no call of ours is in the native client any more.</summary>
    public Task Calls { get; private set; } = Task.CompletedTask;

    /// <summary>Has it committed in the background.</summary>
    public void Store(TopicPartition partition, long next)
    {
        try
        {
            consumer.StoreOffset(new TopicPartitionOffset(partition, next));
        }
        catch (KafkaException e)
        {
            // The partition has just gone; who gets it handles this again, which is harmless.
            logger.LogDebug("{Partition}: offset {Offset} is not stored: {Reason}", partition, next, e.Error.Reason);
        }
    }

    /// <summary>It was committed in the background.</summary>
    public void Note(IEnumerable<TopicPartitionOffsetError> report)
    {
        foreach (var offset in report.Where(o => !o.Error.IsError)) _committed[offset.TopicPartition] = offset.Offset;
    }

    /// <summary>They were given to us: what is known of them is from before.</summary>
    public void Forget(IEnumerable<TopicPartition> partitions)
    {
        foreach (var partition in partitions) _committed.TryRemove(partition, out _);
    }

    /// <summary>What the group does not know yet.</summary>
    public List<TopicPartitionOffset> Uncommitted(IEnumerable<KeyValuePair<TopicPartition, PartitionWork>> partitions)
    {
        var uncommitted = new List<TopicPartitionOffset>();
        foreach (var (partition, work) in partitions)
        {
            if (work.Next is { } next && !(_committed.TryGetValue(partition, out var known) && known == next))
                uncommitted.Add(new(partition, next));
        }
        return uncommitted;
    }

    /// <summary>Commits before others get the partitions; null when the group has accepted it.</summary>
    public async Task<Error?> CommitAsync(List<TopicPartitionOffset> offsets)
    {
        if (offsets.Count == 0) return null;
        var call = Task.Run(() => consumer.Commit(offsets));
        Calls = Task.WhenAll(Calls, call.ContinueWith(_ => { }, TaskScheduler.Default));
        try
        {
            // The client has no time limit for this.
            await call.WaitAsync(Patience);
        }
        catch (TimeoutException)
        {
            return new(ErrorCode.Local_TimedOut, "the broker did not answer");
        }
        catch (KafkaException e)
        {
            return e.Error;
        }
        foreach (var offset in offsets) _committed[offset.TopicPartition] = offset.Offset;
        return null;
    }
}
