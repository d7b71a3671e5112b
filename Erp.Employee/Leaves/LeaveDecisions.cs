using System.Globalization;
using Dapper;
using Erp.Api.Errors;
using Erp.Api.Json;
using Erp.Contracts;
using Erp.Employee.Data;
using Erp.Employee.Employees;
using Erp.Employee.LeaveLedger;
using Erp.Employee.Outbox;
using Erp.ServiceDefaults.Company;
using MySqlConnector;

namespace Erp.Employee.Leaves;

/// <summary>Moves of leaves. A move and what it books are one transaction: neither is ever there without the other. Of
/// two moves at once the second sees what the first one did.</summary>
internal sealed class LeaveDecisions(
    Database database, Ledger ledger, NotificationOutbox notifications, CompanyCalendar calendar)
{
    /// <summary>Decides a pending leave, once, and tells its owner.</summary>
    public Task<LeaveResponse> DecideAsync(LeaveResponse leave, LeaveMove move, string? reason, long? decidedBy) =>
        MoveAsync(leave, move, async (transaction, employee, row, status) =>
        {
            // While it is pending no carry-over takes what it needs.
            if (status == LeaveStatus.Approved)
                await ledger.AddAsync(
                    transaction, employee, new(-row.Days, LedgerKind.Leave, Source(row.Id), null, decidedBy),
                    row.Years.Select(y => (y.Year, -y.Days)));
            await transaction.Connection!.ExecuteAsync("""
                UPDATE leaves SET status = @status, decided_by = @decidedBy, decided_at = @now,
                    decision_reason = @reason
                WHERE id = @Id
                """,
                new { row.Id, status = status.Name(), decidedBy, reason, now = calendar.Now }, transaction);
            await notifications.AddAsync(
                transaction,
                row.EmployeeId,
                NotificationType.LeaveStatusChanged,
                status.Name(),
                $"Your leave from {row.StartDate:yyyy-MM-dd} to {row.EndDate:yyyy-MM-dd} was "
                    + $"{status.Name().ToLowerInvariant()}."
                + (reason is null ? "" : $" Reason: {reason}"),
                status == LeaveStatus.Approved
                    ? Sentences.LeaveApproved(row.StartDate, row.EndDate, reason)
                    : Sentences.LeaveRejected(row.StartDate, row.EndDate, reason));
        });

    /// <summary>Takes back a leave that is pending, or approved and not begun; then its days come back to the years
    /// that they were taken from, and the managers are told.</summary>
    public Task<LeaveResponse> CancelAsync(LeaveResponse leave, long? cancelledBy) =>
        MoveAsync(leave, LeaveMove.Cancel, async (transaction, employee, row, status) =>
        {
            var approved = row.Status == LeaveStatus.Approved.Name();
            if (approved && row.StartDate <= calendar.Today)
                throw Problems.Conflict("leave_begun", "This leave has begun.");
            await transaction.Connection!.ExecuteAsync(
                "UPDATE leaves SET status = @status, cancelled_at = @now WHERE id = @Id",
                new { row.Id, status = status.Name(), now = calendar.Now }, transaction);
            if (!approved) return;
            await GiveBackAsync(transaction, employee, row, cancelledBy);
            await LeaveNews.TellManagersAsync(
                notifications, transaction, row with { Status = status.Name() }, NotificationType.LeaveCancelled,
                "takes back the leave", Sentences.LeaveTakenBack);
        });

    private async Task<LeaveResponse> MoveAsync(
        LeaveResponse leave, LeaveMove move, Func<MySqlTransaction, EmployeeLock, LeaveRow, LeaveStatus, Task> change)
    {
        var moved = await database.WriteAsync(async transaction =>
        {
            var employee = await EmployeeLock.TakeAsync(transaction, leave.EmployeeId);
            var row = (await LeaveRow.FindAsync(transaction.Connection!, leave.Id, transaction))!;
            if (!LeaveMoves.Table.TryGetValue((EnumNames.Parse<LeaveStatus>(row.Status), move), out var status))
                throw Problems.Conflict("leave_already_decided", $"This leave is {row.Status} already.");
            await change(transaction, employee, row, status);
            // Days of a year that has ended may have come free.
            await ledger.EnsureEntitlementAsync(transaction, employee);
            return (await LeaveRow.FindAsync(transaction.Connection!, leave.Id, transaction))!.ToResponse();
        });
        notifications.Wake();
        return moved;
    }

    private async Task GiveBackAsync(
        MySqlTransaction transaction, EmployeeLock employee, LeaveRow row, long? cancelledBy)
    {
        var kind = row.ApprovalId is null ? LedgerKind.Leave : LedgerKind.Approval;
        var source = Source(row.ApprovalId ?? row.Id);
        var taken = await transaction.Connection!.QueryAsync<(int Year, decimal Delta)>(
            "SELECT year, delta FROM leave_ledger WHERE kind = @kind AND source IN @sources",
            new
            {
                kind = kind.Name(), sources = new[] { source, Ledger.SourceIn(row.StartDate.Year + 1, source) },
            },
            transaction);
        await ledger.AddAsync(
            transaction, employee, new(row.Days, LedgerKind.LeaveCancelled, Source(row.Id), null, cancelledBy),
            taken.OrderBy(t => t.Year).Select(t => (t.Year, -t.Delta)));
    }

    private static string Source(long id) => id.ToString(CultureInfo.InvariantCulture);
}
