using System.Text.Json;
using Erp.Api.Json;
using Erp.Contracts;

namespace Erp.Notification.Store;

/// <summary>A notification as it stands in Redis: its id, the JSON that sockets send as it is, and the trace that it
/// belongs to.</summary>
internal sealed record StoredNotification(long Id, string Json, string? TraceParent)
{
    /// <summary>Stored as <c>JSON newline trace</c>: compact JSON has no newline of its own.</summary>
    public static StoredNotification Parse(long id, string text)
    {
        var end = text.IndexOf('\n', StringComparison.Ordinal);
        return new(id, text[..end], end + 1 < text.Length ? text[(end + 1)..] : null);
    }

    public NotificationContent Content =>
        JsonSerializer.Deserialize<NotificationContent>(Json, ErpJson.MessageOptions)!;
}

/// <summary>The stored JSON.</summary>
internal sealed record NotificationContent(
    long Id, string MessageId, string Type, long? ApprovalId, string? Status, string Message, string Timestamp,
    Sentence? Sentence = null);
