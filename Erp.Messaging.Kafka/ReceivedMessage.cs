using System.Text;
using Confluent.Kafka;

namespace Erp.Messaging.Kafka;

/// <summary>A record as it came, and what we make of it.</summary>
internal sealed class ReceivedMessage(ConsumeResult<byte[]?, byte[]?> record)
{
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    public ConsumeResult<byte[]?, byte[]?> Record { get; } = record;

    /// <summary>What keeps its order; bytes that are no text are a key of their own.</summary>
    public string Key { get; } = Encoding.UTF8.GetString(record.Message.Key ?? []);

    public string? TraceParent => Header(MessageHeaders.TraceParent);

    /// <summary>Kept by the <see cref="PartitionWork"/> that has it in hand.</summary>
    public MessageState State { get; set; }

    /// <summary>Throws <see cref="PoisonMessageException"/> when the record is not ours.</summary>
    public IncomingMessage Read()
    {
        if (Record.Message.Value is not { } value) throw new PoisonMessageException("The record has no value.");
        try
        {
            return new(Record.Topic, Record.Partition, Record.Offset, Key,
                Header(MessageHeaders.Id) ?? $"{Record.Topic}-{Record.Partition.Value}-{Record.Offset.Value}",
                Header(MessageHeaders.Type) ?? "", Strict.GetString(value), new(Record.Message.Timestamp.UtcDateTime));
        }
        catch (DecoderFallbackException e)
        {
            throw new PoisonMessageException("The record is not UTF-8.", e);
        }
    }

    private string? Header(string name) =>
        Record.Message.Headers?.TryGetLastBytes(name, out var bytes) == true && bytes is not null
            ? Encoding.UTF8.GetString(bytes)
            : null;
}

/// <summary>How far a message is.</summary>
internal enum MessageState
{
    /// <summary>Not begun, or between two tries: it had no effect yet.</summary>
    Waiting,

    /// <summary>It may have its effect at any moment.</summary>
    Running,

    /// <summary>It had its effect, or is among the dead letters.</summary>
    Handled,
}
