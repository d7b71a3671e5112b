using Confluent.Kafka;
using Erp.ServiceDefaults.Work;
using Microsoft.Extensions.Logging;

namespace Erp.Messaging.Kafka;

/// <summary>Puts aside what cannot be processed, with the reason in its headers: as it came, or as much of it as
/// fits.</summary>
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
        var forms = new Queue<Message<byte[]?, byte[]?>>(
            new DeadLetter(record, group, cause, attempts, DateTimeOffset.UtcNow).Forms());
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await producer.ProduceAsync(topics.DeadLettersOf(record.Topic), forms.Peek(), cancellationToken);
                metrics.DeadLetter(record.Topic, group);
                return true;
            }
            catch (OperationCanceledException)
            {
                return false;
            }
            catch (KafkaException e) when (KafkaFaults.IsTooLarge(e.Error) && forms.Count > 1)
            {
                forms.Dequeue();
                logger.LogWarning("{Topic} {Partition}/{Offset} is too large for the dead letters and is cut",
                    record.Topic, record.Partition.Value, record.Offset.Value);
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
}
