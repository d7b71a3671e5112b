using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Confluent.Kafka;

namespace Erp.Messaging.Kafka;

/// <summary>What is put aside of a record: the whole of it, or, where that does not fit into a record of the dead
/// letters, its beginning, and at the least where it lies. Headers always say which.</summary>
internal sealed class DeadLetter(
    ConsumeResult<byte[]?, byte[]?> record, string group, Exception cause, int attempts, DateTimeOffset at)
{
    /// <summary>Of the value, when the whole of it does not fit. Brokers take far more unless they are set to
    /// less.</summary>
    public const int CutValue = 64 * 1024;
    /// <summary>Of the key, and of all the record's own headers, when the whole does not fit.</summary>
    public const int CutKey = 1024, CutHeaders = 8 * 1024;
    private const int LongestReason = 1000;

    /// <summary>From the whole record to a mere reference; each is tried when the one before it is refused for its
    /// size.</summary>
    public IEnumerable<Message<byte[]?, byte[]?>> Forms()
    {
        yield return Letter(record.Message.Key, record.Message.Value, Own(int.MaxValue), cut: false);
        yield return Letter(
            Cut(record.Message.Key, CutKey), Cut(record.Message.Value, CutValue), Own(CutHeaders), cut: true);
        yield return Letter(null, null, [], cut: true);
    }

    private Message<byte[]?, byte[]?> Letter(byte[]? key, byte[]? value, IEnumerable<IHeader> own, bool cut)
    {
        var headers = new Headers();
        foreach (var header in own) headers.Add(header.Key, header.GetValueBytes());
        Add(MessageHeaders.DeadLetterReason, Cut(cause.Message));
        Add(MessageHeaders.DeadLetterException, cause.GetType().FullName ?? cause.GetType().Name);
        Add(MessageHeaders.DeadLetterTopic, record.Topic);
        Add(MessageHeaders.DeadLetterPartition, record.Partition.Value);
        Add(MessageHeaders.DeadLetterOffset, record.Offset.Value);
        Add(MessageHeaders.DeadLetterGroup, group);
        Add(MessageHeaders.DeadLetterAttempts, attempts);
        Add(MessageHeaders.DeadLetterTime, at.ToString("o", CultureInfo.InvariantCulture));
        if (cut)
        {
            Add(MessageHeaders.DeadLetterLength, record.Message.Value?.Length ?? 0);
            Add(MessageHeaders.DeadLetterHash, Convert.ToHexStringLower(SHA256.HashData(record.Message.Value ?? [])));
        }
        return new() { Key = key, Value = value, Headers = headers, Timestamp = record.Message.Timestamp };

        void Add(string name, object text) =>
            headers.Add(name, Encoding.UTF8.GetBytes(Convert.ToString(text, CultureInfo.InvariantCulture)!));
    }

    // As many as fit, those of an earlier life among the dead letters left out.
    private IEnumerable<IHeader> Own(int most)
    {
        foreach (var header in record.Message.Headers ?? [])
        {
            if (header.Key.StartsWith(MessageHeaders.DeadLetterPrefix, StringComparison.Ordinal)) continue;
            most -= header.Key.Length + (header.GetValueBytes()?.Length ?? 0);
            if (most < 0) yield break;
            yield return header;
        }
    }

    private static byte[]? Cut(byte[]? bytes, int most) => bytes?.Length > most ? bytes[..most] : bytes;

    private static string Cut(string text) => text.Length > LongestReason ? text[..LongestReason] : text;
}
