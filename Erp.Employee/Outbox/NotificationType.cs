namespace Erp.Employee.Outbox;

/// <summary>What an employee is told; the <c>type</c> of the notification.</summary>
internal enum NotificationType
{
    LeaveRequested,
    LeaveStatusChanged,
    LeaveCancelled,
    QuestStatusChanged,
    LeaveBalanceChanged,
}
