using System.ComponentModel;
using Erp.Contracts;
using Erp.Notification.Store;

namespace Erp.Notification.Notifications;

/// <summary>A notification as <c>recent</c> shows it; a socket's frame is the same without <c>read</c>.</summary>
internal sealed record NotificationView(
    [property: Description("Rises with every notification of the employee.")] long Id,
    [property: Description("The same when the store was rebuilt and a notification comes again under a new id.")]
    string MessageId,
    [property: Description("APPROVAL_REQUESTED, APPROVAL_STATUS_CHANGED, …")] string Type,
    long? ApprovalId,
    string? Status,
    string Message,
    [property: Description("UTC.")] string Timestamp,
    bool Read,
    [property: Description("The message in parts; null where it has no form that programs know.")]
    Sentence? Sentence = null)
{
    public static NotificationView From(StoredNotification stored, bool read)
    {
        var n = stored.Content;
        return new(n.Id, n.MessageId, n.Type, n.ApprovalId, n.Status, n.Message, n.Timestamp, read, n.Sentence);
    }
}

/// <summary>A page of somebody's notifications.</summary>
internal sealed record RecentNotifications(
    [property: Description("Newest first.")] IReadOnlyList<NotificationView> Items,
    [property: Description("Opaque cursor for `?after=`; null on the last page.")] string? Next,
    [property: Description("How many are not read, on all pages.")] int Unread);

/// <summary>How many of somebody's notifications are not read.</summary>
internal sealed record UnreadNotifications(int Unread);
