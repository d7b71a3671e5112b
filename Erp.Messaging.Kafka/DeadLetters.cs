using System.Globalization;
using System.Text;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace Erp.Messaging.Kafka;

/// <summary>Puts aside what cannot be processed, as it came, with the reason in its headers.</summary>
internal sealed class DeadLetters(
    KafkaProducer producer, KafkaTopics topics, MessagingMetrics metrics, ILogger<DeadLetters> logger)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    /// <summary>True when the broker has it; false when canceled before that. Tries without end: the offset must not
    /// move earlier.</summary>
    public async Task<bool> PutAsync(
        ReceivedMessage message, string group, Exception cause, int attempts, CancellationToken cancellationToken)
    {
        var record = message.Record;
        logger.LogError(cause,
            "{Topic} {Partition}/{Offset} goes to the dead letters after {Attempts} tries in {Group}: {Reason}",
            record.Topic, record.Partition.Value, record.Offset.Value, attempts, group, cause.Message);
        var letter = new Message<byte[]?, byte[]?>
        {
            Key = record.Message.Key,
            Value = record.Message.Value,
            Headers = WithReason(record, group, cause, attempts),
            Timestamp = record.Message.Timestamp,
        };
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await producer.ProduceAsync(topics.Get(record.Topic).DeadLetters, letter, cancellationToken);
                metrics.DeadLetter(record.Topic, group);
                return true;
            }
            catch (OperationCanceledException)
            {
                return false;
            }
#pragma warning disable CA1031 // Whatever the reason: a letter that is not kept must not count as kept.
            catch (Exception e)
#pragma warning restore CA1031
            {
                logger.LogWarning("The dead letter of {Topic} {Partition}/{Offset} is not accepted: {Reason}",
                    record.Topic, record.Partition.Value, record.Offset.Value, e.Message);
                var pause = Backoff.Delay(attempt, FirstPause, LongestPause);
                if (!await Backoff.WaitAsync(pause, cancellationToken)) return false;
            }
        }
    }

    private static Headers WithReason(
        ConsumeResult<byte[]?, byte[]?> record, string group, Exception cause, int attempts)
    {
        var headers = new Headers();
        foreach (var header in record.Message.Headers ?? [])
            if (!header.Key.StartsWith(MessageHeaders.DeadLetterPrefix, StringComparison.Ordinal))
                headers.Add(header.Key, header.GetValueBytes());
        Add(MessageHeaders.DeadLetterReason, cause.Message.Length > 1000 ? cause.Message[..1000] : cause.Message);
        Add(MessageHeaders.DeadLetterException, cause.GetType().FullName ?? cause.GetType().Name);
        Add(MessageHeaders.DeadLetterTopic, record.Topic);
        Add(MessageHeaders.DeadLetterPartition, record.Partition.Value);
        Add(MessageHeaders.DeadLetterOffset, record.Offset.Value);
        Add(MessageHeaders.DeadLetterGroup, group);
        Add(MessageHeaders.DeadLetterAttempts, attempts);
        Add(MessageHeaders.DeadLetterTime, DateTimeOffset.UtcNow.ToString("o", CultureInfo.InvariantCulture));
        return headers;

        void Add(string name, object value) =>
            headers.Add(name, Encoding.UTF8.GetBytes(Convert.ToString(value, CultureInfo.InvariantCulture)!));
    }
}
