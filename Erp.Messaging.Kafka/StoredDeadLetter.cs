using System.Diagnostics;
using System.Globalization;
using System.Text;
using Confluent.Kafka;
using Erp.Messaging.DeadLetters;

namespace Erp.Messaging.Kafka;

/// <summary>A record of a dead-letter topic, and what it says of itself.</summary>
internal sealed class StoredDeadLetter(ConsumeResult<byte[]?, byte[]?> record)
{
    private const int MostHeaders = 100;

    public TopicPartitionOffset At { get; } = record.TopicPartitionOffset;

    public string Id { get; } = $"{record.Partition.Value}-{record.Offset.Value}";

    /// <summary>When it was given up.</summary>
    public DateTimeOffset DeadAt { get; } = DeadTime(record);

    /// <summary>Only a part of its message was kept, which cannot be sent back.</summary>
    public bool IsPart { get; } = Text(record, MessageHeaders.DeadLetterLength) is not null;

    /// <summary>When a record of a dead-letter topic was given up; when it was sent, where that is not said.</summary>
    public static DateTimeOffset DeadTime(ConsumeResult<byte[]?, byte[]?> record) =>
        DateTimeOffset.TryParse(
            Text(record, MessageHeaders.DeadLetterTime), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal,
            out var time)
            // As it is shown, so that it can be given back as a bound.
            ? DateTimeOffset.FromUnixTimeMilliseconds(time.ToUnixTimeMilliseconds())
            : new(record.Message.Timestamp.UtcDateTime);

    /// <summary>A header's text.</summary>
    public static string? Text(ConsumeResult<byte[]?, byte[]?> record, string header) =>
        record.Message.Headers?.TryGetLastBytes(header, out var bytes) == true && bytes is not null
            ? Encoding.UTF8.GetString(bytes)
            : null;

    /// <summary>The message as it was before it died.</summary>
    public Message<byte[]?, byte[]?> Original()
    {
        var headers = new Headers();
        foreach (var header in record.Message.Headers ?? [])
            if (!header.Key.StartsWith(MessageHeaders.DeadLetterPrefix, StringComparison.Ordinal))
                headers.Add(header.Key, header.GetValueBytes());
        return new()
        {
            Key = record.Message.Key,
            Value = record.Message.Value,
            Headers = headers,
            Timestamp = record.Message.Timestamp,
        };
    }

    public DeadLetterSummary Summarize(string of) => new(
        Id, of, Short(MessageHeaders.Id) ?? "", Short(MessageHeaders.Type) ?? "",
        DeadLetterDetail.Shorten(Encoding.UTF8.GetString(record.Message.Key ?? [])), DeadAt,
        Short(MessageHeaders.DeadLetterReason) ?? "", Number(MessageHeaders.DeadLetterAttempts),
        Number(MessageHeaders.DeadLetterLength) ?? record.Message.Value?.Length ?? 0, !IsPart);

    public DeadLetterDetail Describe(string of)
    {
        var payload = record.Message.Value is { } value ? Encoding.UTF8.GetString(value) : null;
        return new(
            Summarize(of),
            ActivityContext.TryParse(Text(record, MessageHeaders.TraceParent), null, out var trace)
                ? trace.TraceId.ToHexString()
                : null,
            (record.Message.Headers ?? []).Take(MostHeaders).Select(h => h.Key).Distinct()
                .ToDictionary(name => DeadLetterDetail.Shorten(name), name => Short(name) ?? ""),
            payload is null ? null : DeadLetterDetail.Shorten(payload, DeadLetterDetail.MostOfPayload),
            IsPart || payload?.Length > DeadLetterDetail.MostOfPayload);
    }

    private string? Short(string header) => Text(record, header) is { } text ? DeadLetterDetail.Shorten(text) : null;

    private int? Number(string header) =>
        int.TryParse(Text(record, header), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
}
