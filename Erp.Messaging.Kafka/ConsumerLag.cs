using System.Collections.Concurrent;
using Confluent.Kafka;

namespace Erp.Messaging.Kafka;

/// <summary>Messages of the assigned partitions that are not handled yet, as far as known.</summary>
internal sealed class ConsumerLag(IConsumer<byte[]?, byte[]?> consumer)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private readonly ConcurrentDictionary<TopicPartition, long> _ends = [];
    private readonly Dictionary<TopicPartition, (long Next, long Since)> _moved = [];
    private long _messages;

    /// <summary>As of the last <see cref="Update"/>.</summary>
    public long Messages => Interlocked.Read(ref _messages);

    /// <summary>How long the oldest of them has been on the topic: what is not fetched yet came later, unless nothing
    /// is. As of the last <see cref="Update"/>.</summary>
    public TimeSpan Age => Standing.Count == 0
        ? TimeSpan.Zero
        : Standing.Max(s => TimeSpan.FromMilliseconds(Math.Max(
            s.OldestAt is { } at ? (DateTime.UtcNow - at).TotalMilliseconds : 0, Environment.TickCount64 - s.Since)));

    /// <summary>Partitions that have messages, and where they stand; as of the last <see cref="Update"/>.</summary>
    public IReadOnlyList<Standing> Standing { get; private set; } = [];

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
        List<Standing> standing = [];
        foreach (var (partition, work) in partitions)
        {
            var next = work.Next ?? consumer.Position(partition);
            var messages = Count(partition, next);
            if (!_moved.TryGetValue(partition, out var before) || before.Next != next || messages == 0)
                before = _moved[partition] = (next, Environment.TickCount64);
            if (messages > 0) standing.Add(new(partition, messages, before.Since, work.OldestAt));
        }
        foreach (var gone in _moved.Keys.Except(partitions.Keys).ToList()) _moved.Remove(gone);
        Standing = standing;
        Interlocked.Exchange(ref _messages, standing.Sum(s => s.Messages));
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

    private long Count(TopicPartition partition, long next)
    {
        var end = Math.Max(consumer.GetWatermarkOffsets(partition).High, _ends.GetValueOrDefault(partition, -1));
        return end < 0 || next < 0 ? 0 : Math.Max(0, end - next);
    }
}

/// <summary>A partition with messages that are not handled.</summary>
/// <param name="Since">When it came to where it stands: <see cref="Environment.TickCount64"/>.</param>
/// <param name="OldestAt">When the first of them came to the topic (UTC), if it is fetched.</param>
internal sealed record Standing(TopicPartition Partition, long Messages, long Since, DateTime? OldestAt);
