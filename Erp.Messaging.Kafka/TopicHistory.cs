namespace Erp.Messaging.Kafka;

/// <summary>Reads a topic again from its beginning, outside any group: for a store that lost its data. Handlers are
/// idempotent, so it may run beside the consumer of the same topic.</summary>
public sealed class TopicHistory
{
    private readonly TopicReader _reader;

    internal TopicHistory(TopicReader reader) => _reader = reader;

    /// <summary>Calls <paramref name="handle"/> for everything that is in the topic now; returns how many there were.
    /// Records that cannot be read are skipped, as are those that <paramref name="handle"/> calls poison.</summary>
    public Task<int> ReplayAsync(
        string topic, Func<IncomingMessage, CancellationToken, Task> handle, CancellationToken cancellationToken) =>
        Task.Run(async () =>
        {
            var count = 0;
            foreach (var record in _reader.Read(
                topic, _ => Confluent.Kafka.Offset.Beginning, r => new(r.Message.Timestamp.UtcDateTime),
                cancellationToken))
            {
                count++;
                try
                {
                    await handle(new ReceivedMessage(record).Read(), cancellationToken);
                }
                catch (PoisonMessageException)
                {
                    // It went to the dead letters when it came for the first time.
                }
            }
            return count;
        }, cancellationToken);
}
