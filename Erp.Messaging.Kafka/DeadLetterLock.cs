using System.Globalization;
using System.Text;
using Confluent.Kafka;

namespace Erp.Messaging.Kafka;

/// <summary>Lets one replay or drop of a topic's dead letters run at a time, on whichever replica it is asked for.
/// Kafka has no lock but a log: who wants to be the only one writes so among the dead letters, and is it if nobody
/// wrote it before whose time is not over. Everybody reads the same log, so there is one answer. The others wait a
/// while. The clocks of the replicas have to agree on some seconds.</summary>
internal sealed class DeadLetterLock : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500), Patience = TimeSpan.FromSeconds(10);

    // Always the same, so that all is in one partition.
    private static readonly byte[] Key = Encoding.UTF8.GetBytes(MessageHeaders.DeadLetterLock);
    private readonly KafkaProducer _producer;
    private readonly TopicReader _reader;
    private readonly IConsumer<byte[]?, byte[]?> _start;
    private readonly string _topic;
    private readonly string _me = Guid.NewGuid().ToString("N");
    private readonly TimeSpan _lease;

    /// <param name="of">Whose dead letters.</param>
    /// <param name="topic">Their topic.</param>
    /// <param name="producer">Writes the log.</param>
    /// <param name="reader">Reads it.</param>
    /// <param name="publishTimeout">How long one write may take. Whoever has it is waited for three times as
    /// long.</param>
    public DeadLetterLock(
        string of, string topic, KafkaProducer producer, TopicReader reader, TimeSpan publishTimeout)
    {
        (_topic, _producer, _reader, _lease) = (topic, producer, reader, 3 * publishTimeout);
        _start = reader.Consumer(topic, $"{of}-replay-lock");
    }

    /// <summary>When somebody else may have it, unless it is kept or given back.</summary>
    public DateTimeOffset Until { get; private set; }

    public static bool IsLock(ConsumeResult<byte[]?, byte[]?> record) =>
        StoredDeadLetter.Text(record, MessageHeaders.DeadLetterLock) is not null;

    /// <summary>True when nobody else has it; false when somebody still has it after so long that whoever died would
    /// have lost it.</summary>
    public async Task<bool> TakeAsync(CancellationToken cancellationToken)
    {
        var impatient = DateTimeOffset.UtcNow + _lease;
        while (true)
        {
            Until = DateTimeOffset.UtcNow + _lease;
            var at = (await WriteAsync(Until, cancellationToken)).TopicPartitionOffset;
            var (holder, until) = Read(at.TopicPartition, at.Offset + 1, cancellationToken);
            if (holder == _me)
            {
                // Read from within, what was written in vain would be taken for what counts; from here nothing is.
                _start.Commit([at]);
                return true;
            }
            // Nothing more is written while it is somebody's.
            while (holder.Length > 0 && until > DateTimeOffset.UtcNow)
            {
                if (DateTimeOffset.UtcNow > impatient) return false;
                await Task.Delay(Pause, cancellationToken);
                (holder, until) = Read(at.TopicPartition, Offset.End, cancellationToken);
            }
        }
    }

    /// <summary>Returns while it is sure that nobody else gets it for as long as a write may take.</summary>
    /// <exception cref="TimeoutException">It may be somebody else's by now.</exception>
    public async Task KeepAsync(CancellationToken cancellationToken)
    {
        if (Until - DateTimeOffset.UtcNow > _lease / 2) return;
        var next = DateTimeOffset.UtcNow + _lease;
        await WriteAsync(next, cancellationToken);
        if (DateTimeOffset.UtcNow >= Until) throw new TimeoutException($"{_topic}: the lock ran out.");
        Until = next;
    }

    /// <summary>Somebody else may have it.</summary>
    public Task GiveBackAsync() => WriteAsync(DateTimeOffset.UtcNow, CancellationToken.None);

    public void Dispose() => _start.Dispose();

    // Who has it as of an offset, and until when.
    private (string Holder, DateTimeOffset Until) Read(
        TopicPartition partition, Offset end, CancellationToken cancellationToken)
    {
        var start = _start.Committed([partition], Patience)[0].Offset;
        var (holder, until) = ("", DateTimeOffset.MinValue);
        foreach (var record in _reader.Read(partition, start, end, cancellationToken).Where(IsLock))
        {
            var who = StoredDeadLetter.Text(record, MessageHeaders.DeadLetterLock)!;
            if (who == holder || record.Message.Timestamp.UtcDateTime >= until)
                (holder, until) = (who, UntilOf(record));
        }
        return (holder, until);
    }

    private Task<DeliveryResult<byte[]?, byte[]?>> WriteAsync(
        DateTimeOffset until, CancellationToken cancellationToken) =>
        _producer.ProduceAsync(_topic, new()
        {
            Key = Key,
            Headers = new()
            {
                { MessageHeaders.DeadLetterLock, Encoding.ASCII.GetBytes(_me) },
                { MessageHeaders.DeadLetterLockUntil, Encoding.ASCII.GetBytes(Milliseconds(until)) },
            },
            Timestamp = new(DateTimeOffset.UtcNow),
        }, cancellationToken);

    private static string Milliseconds(DateTimeOffset time) =>
        time.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);

    private static DateTimeOffset UntilOf(ConsumeResult<byte[]?, byte[]?> record) =>
        long.TryParse(
            StoredDeadLetter.Text(record, MessageHeaders.DeadLetterLockUntil), NumberStyles.None,
            CultureInfo.InvariantCulture, out var milliseconds)
            ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)
            : DateTimeOffset.MinValue;
}
