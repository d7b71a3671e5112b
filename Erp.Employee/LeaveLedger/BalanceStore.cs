using System.Globalization;
using Dapper;
using Erp.Api.Errors;
using Erp.Employee.Company;
using Erp.Employee.Data;
using Erp.Employee.Employees;
using Erp.Employee.Outbox;
using MySqlConnector;

namespace Erp.Employee.LeaveLedger;

/// <summary>Balances: reading and correcting them.</summary>
internal sealed class BalanceStore(
    Database database, Ledger ledger, NotificationOutbox notifications, CompanyCalendar calendar)
{
    /// <summary>The balance, with yearly leave booked first if nobody has looked since a new year began.</summary>
    public async Task<LeaveBalance> GetAsync(long employeeId)
    {
        var row = await database.ReadAsync(c => ReadAsync(c, employeeId)) ?? throw EmployeeStore.NotFound();
        if (row.Active && row.Years < calendar.YearsSince(row.HiredAt).Count())
        {
            await database.WriteAsync(async transaction =>
            {
                await ledger.EnsureEntitlementAsync(transaction, await EmployeeLock.TakeAsync(transaction, employeeId));
                return true;
            });
            row = (await database.ReadAsync(c => ReadAsync(c, employeeId)))!;
        }
        return row.ToBalance(employeeId);
    }

    /// <summary>Corrects a balance. With an idempotency key, the same correction again is booked once.</summary>
    public async Task<LeaveBalance> AdjustAsync(long employeeId, AdjustBalance change, string? key, long? actorId)
    {
        var reason = change.Reason.Trim();
        var source = string.Create(CultureInfo.InvariantCulture, $"{employeeId}/{key ?? Guid.NewGuid().ToString()}");
        await database.WriteAsync(async transaction =>
        {
            var employee = await EmployeeLock.TakeActiveAsync(transaction, employeeId);
            if (await Ledger.FindAsync(transaction, LedgerKind.Adjustment, source) is { } earlier)
                return earlier.Delta == change.Adjustment && earlier.Reason == reason ? true
                    : throw Problems.Unprocessable(
                        "idempotency_key_reused", "This Idempotency-Key was used for another adjustment.");
            var after = await ledger.AddAsync(
                transaction, employee, new(change.Adjustment, LedgerKind.Adjustment, source, reason, actorId));
            await notifications.AddAsync(transaction, employeeId, NotificationType.LeaveBalanceChanged, null,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Your leave balance was adjusted by {change.Adjustment:+0.0;-0.0} days to {after:0.0}: {reason}"));
            return true;
        });
        notifications.Wake();
        return await GetAsync(employeeId);
    }

    private static Task<BalanceRow?> ReadAsync(MySqlConnection connection, long employeeId) =>
        connection.QuerySingleOrDefaultAsync<BalanceRow?>(
            """
            SELECT e.active AS Active, e.created_at AS HiredAt,
              (SELECT COALESCE(SUM(delta), 0) FROM leave_ledger
                WHERE employee_id = e.id
                  AND kind IN ('ENTITLEMENT', 'ADJUSTMENT', 'ATTENDANCE', 'QUEST')) AS Entitlement,
              (SELECT COALESCE(-SUM(delta), 0) FROM leave_ledger
                WHERE employee_id = e.id AND kind IN ('LEAVE', 'APPROVAL')) AS Used,
              (SELECT COALESCE(SUM(days), 0) FROM leaves WHERE employee_id = e.id AND status = 'PENDING') AS Pending,
              (SELECT COUNT(*) FROM leave_ledger WHERE employee_id = e.id AND kind = 'ENTITLEMENT') AS Years
            FROM employees e WHERE e.id = @employeeId
            """,
            new { employeeId });

    private sealed record BalanceRow(
        bool Active, DateTimeOffset HiredAt, decimal Entitlement, decimal Used, decimal Pending, long Years)
    {
        public LeaveBalance ToBalance(long employeeId) =>
            new(employeeId, Entitlement, Used, Pending, Entitlement - Used);
    }
}
