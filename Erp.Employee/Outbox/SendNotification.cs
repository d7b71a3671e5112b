namespace Erp.Employee.Outbox;

/// <summary>Body of notification-service's <c>POST /notifications/send/{employeeId}</c>.</summary>
/// <param name="MessageId">The same on every delivery; the receiver stores it once.</param>
internal sealed record SendNotification(
    string MessageId, string Type, long? ApprovalId, string? Status, string Message);
