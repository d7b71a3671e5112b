using Confluent.Kafka;
using Erp.Messaging.DeadLetters;

namespace Erp.Messaging.Kafka;

/// <summary>One replay or drop: which letters it takes, and what it says at its end.</summary>
/// <param name="bounds">How far.</param>
/// <param name="leaveParts">Whether parts of messages stay, and do not count.</param>
internal sealed class DeadLetterPass(DeadLetterBounds bounds, bool leaveParts)
{
    private readonly HashSet<TopicPartition> _ended = [];
    private readonly List<string> _parts = [];
    private int _taken;
    private int _waiting;

    public DeadLettersMoved Result => new(_taken, _waiting, _parts);

    /// <summary>Asked of every letter, oldest first.</summary>
    public bool Takes(StoredDeadLetter letter)
    {
        // Behind one that stays nothing is taken: a partition is done with up to an offset.
        if (_taken >= bounds.Count || letter.DeadAt > bounds.Until) _ended.Add(letter.At.TopicPartition);
        if (!_ended.Contains(letter.At.TopicPartition) && !(leaveParts && letter.IsPart))
        {
            _taken++;
            return true;
        }
        _waiting++;
        if (letter.IsPart && _parts.Count < DeadLettersMoved.MostParts) _parts.Add(letter.Id);
        return false;
    }
}
