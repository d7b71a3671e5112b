using Confluent.Kafka;

namespace Erp.Messaging.Kafka;

/// <summary>Sends the dead letters of a topic back to it, after their cause is mended. What was sent back is not sent
/// again.</summary>
public sealed class DeadLetterReplay
{
    private readonly TopicReader _reader;
    private readonly KafkaProducer _producer;
    private readonly KafkaTopics _topics;

    internal DeadLetterReplay(TopicReader reader, KafkaProducer producer, KafkaTopics topics) =>
        (_reader, _producer, _topics) = (reader, producer, topics);

    /// <summary>Sends back every dead letter of <paramref name="topic"/> that is there now; returns how many there
    /// were.</summary>
    /// <exception cref="ReplayException">Some are only a part of their record, which was too large; all others are sent
    /// back.</exception>
    public async Task<int> ReplayAsync(string topic, CancellationToken cancellationToken)
    {
        List<string> cut = [];
        var read = await _reader.ReadAsync(_topics.DeadLettersOf(topic), $"{topic}-replay", record =>
        {
            if (!record.Message.Headers.TryGetLastBytes(MessageHeaders.DeadLetterLength, out _))
                return _producer.ProduceAsync(topic, Letter(record.Message), cancellationToken);
            cut.Add($"{record.Partition.Value}/{record.Offset.Value}");
            return Task.CompletedTask;
        }, cancellationToken);
        return cut.Count == 0 ? read : throw new ReplayException(
            $"Sent {read - cut.Count} dead letters back to {topic}. {cut.Count} are only a part of a record that was "
            + $"too large, and stay in {_topics.DeadLettersOf(topic)} at {string.Join(", ", cut)}: their headers "
            + $"{MessageHeaders.DeadLetterPartition} and {MessageHeaders.DeadLetterOffset} say where the whole lies.");
    }

    private static Message<byte[]?, byte[]?> Letter(Message<byte[]?, byte[]?> dead) => new()
    {
        Key = dead.Key,
        Value = dead.Value,
        Headers = Original(dead.Headers),
        Timestamp = dead.Timestamp,
    };

    private static Headers Original(Headers? headers)
    {
        var original = new Headers();
        foreach (var header in headers ?? [])
            if (!header.Key.StartsWith(MessageHeaders.DeadLetterPrefix, StringComparison.Ordinal))
                original.Add(header.Key, header.GetValueBytes());
        return original;
    }
}
