using Erp.Contracts;

namespace Erp.Notification.Store;

/// <summary>A notification before it is stored.</summary>
/// <param name="MessageId">Stored once per employee, however often it comes.</param>
internal sealed record NewNotification(
    string MessageId, string Type, long? ApprovalId, string? Status, string Message, DateTimeOffset Timestamp,
    Sentence? Sentence = null)
{
    public static NewNotification From(string messageId, NotificationRequested n) =>
        new(messageId, n.Type, n.ApprovalId, n.Status, n.Message, n.Timestamp, n.Sentence);

    public NotificationRequested For(long employeeId) =>
        new(employeeId, Type, ApprovalId, Status, Message, Timestamp, Sentence);
}
