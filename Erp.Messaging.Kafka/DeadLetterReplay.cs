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
    public Task<int> ReplayAsync(string topic, CancellationToken cancellationToken) =>
        _reader.ReadAsync(
            _topics.Get(topic).DeadLetters, $"{topic}-replay",
            record => _producer.ProduceAsync(topic, Letter(record.Message), cancellationToken), cancellationToken);

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
