using Confluent.Kafka;

namespace Erp.Messaging.Kafka;

/// <summary>How far the dead letters of a topic are done with. Two groups that nobody joins keep it: what lies before
/// the offset of <c>{topic}-replay</c> was sent back or dropped, all of it. What lies between that and the offset of
/// <c>{topic}-replay-ahead</c> was sent back but for the parts, which wait until they are dropped.</summary>
internal sealed class DeadLetterOffsets : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private readonly IConsumer<byte[]?, byte[]?> _done;
    private readonly IConsumer<byte[]?, byte[]?> _ahead;
    private readonly HashSet<TopicPartition> _leftSome = [];
    private readonly Dictionary<TopicPartition, Offset> _uncommittedDone = [];
    private readonly Dictionary<TopicPartition, Offset> _uncommittedAhead = [];
    private readonly Dictionary<TopicPartition, Offset> _doneBefore;
    private readonly Dictionary<TopicPartition, Offset> _aheadBefore;

    public DeadLetterOffsets(string of, string deadLetters, TopicReader reader, CancellationToken cancellationToken)
    {
        _done = reader.Consumer(deadLetters, $"{of}-replay");
        _ahead = reader.Consumer(deadLetters, $"{of}-replay-ahead");
        try
        {
            Partitions = TopicPartitions.Of(_done, deadLetters, Patience, cancellationToken);
            (_doneBefore, _aheadBefore) = (Committed(_done), Committed(_ahead));
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public IReadOnlyList<TopicPartition> Partitions { get; }

    /// <summary>Where what waits of a partition begins, at the earliest.</summary>
    public Offset Start(TopicPartition partition) => _doneBefore.GetValueOrDefault(partition, Offset.Beginning);

    public bool IsWaiting(StoredDeadLetter letter) =>
        letter.At.Offset >= Start(letter.At.TopicPartition)
        && (letter.IsPart || letter.At.Offset >= _aheadBefore.GetValueOrDefault(letter.At.TopicPartition, 0));

    /// <summary>It is passed over, and waits on.</summary>
    public void Leave(StoredDeadLetter letter) => _leftSome.Add(letter.At.TopicPartition);

    /// <summary>It is sent back or dropped, and with it whatever of its partition was not left. Not known to Kafka
    /// before <see cref="Commit()"/>.</summary>
    public void Finish(StoredDeadLetter letter)
    {
        var uncommitted = _leftSome.Contains(letter.At.TopicPartition) ? _uncommittedAhead : _uncommittedDone;
        uncommitted[letter.At.TopicPartition] = letter.At.Offset + 1;
    }

    public void Commit()
    {
        Commit(_done, _uncommittedDone);
        Commit(_ahead, _uncommittedAhead);
    }

    public void Dispose()
    {
        _done.Dispose();
        _ahead.Dispose();
    }

    private Dictionary<TopicPartition, Offset> Committed(IConsumer<byte[]?, byte[]?> group) =>
        group.Committed(Partitions, Patience).Where(o => o.Offset >= 0)
            .ToDictionary(o => o.TopicPartition, o => o.Offset);

    private static void Commit(IConsumer<byte[]?, byte[]?> group, Dictionary<TopicPartition, Offset> uncommitted)
    {
        if (uncommitted.Count == 0) return;
        group.Commit(uncommitted.Select(o => new TopicPartitionOffset(o.Key, o.Value)));
        uncommitted.Clear();
    }
}
