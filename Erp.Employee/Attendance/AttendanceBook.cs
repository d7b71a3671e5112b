using System.Globalization;
using Dapper;
using Erp.Employee.Company;
using Erp.Employee.Employees;
using Erp.Employee.LeaveLedger;
using Erp.Employee.Outbox;
using MySqlConnector;

namespace Erp.Employee.Attendance;

/// <summary>Writes check-ins. Runs in a transaction that holds the employee's lock.</summary>
internal sealed class AttendanceBook(Ledger ledger, NotificationOutbox notifications, CompanyCalendar calendar)
{
    public static Task<AttendanceRow?> FindAsync(MySqlTransaction transaction, long employeeId, DateOnly day) =>
        transaction.Connection!.QuerySingleOrDefaultAsync<AttendanceRow?>(
            $"SELECT {AttendanceRow.Columns} FROM attendance WHERE employee_id = @employeeId AND work_date = @day",
            new { employeeId, day }, transaction);

    /// <summary>Records a check-in and counts it; every 30th earns a day of leave. The day must be free.</summary>
    /// <param name="count">The number of this check-in.</param>
    /// <returns>The days earned.</returns>
    public async Task<decimal> RecordAsync(
        MySqlTransaction transaction, EmployeeLock employee, int count, DateTimeOffset checkInAt, DateTimeOffset? checkOutAt, long? recordedBy)
    {
        var connection = transaction.Connection!;
        await connection.ExecuteAsync("""
            INSERT INTO attendance (employee_id, work_date, check_in_at, check_out_at, minutes_worked, recorded_by)
            VALUES (@Id, @day, @checkInAt, @checkOutAt, @minutes, @recordedBy)
            """, new { employee.Id, day = calendar.DayOf(checkInAt), checkInAt, checkOutAt, minutes = Minutes(checkInAt, checkOutAt), recordedBy }, transaction);
        await connection.ExecuteAsync("UPDATE employees SET attendance_count = attendance_count + 1 WHERE id = @Id", new { employee.Id }, transaction);
        if (!AttendanceRules.EarnsReward(count)) return 0;

        var source = string.Create(CultureInfo.InvariantCulture, $"{employee.Id}/{count}");
        await ledger.AddAsync(transaction, new(employee.Id, AttendanceRules.Reward, LedgerKind.Attendance, source));
        await notifications.AddAsync(transaction, employee.Id, NotificationType.LeaveBalanceChanged, null,
            string.Create(CultureInfo.InvariantCulture, $"Your check-in number {count} earned you {AttendanceRules.Reward} day of leave."));
        return AttendanceRules.Reward;
    }

    public static int? Minutes(DateTimeOffset checkInAt, DateTimeOffset? checkOutAt) =>
        checkOutAt is null ? null : (int)(checkOutAt.Value - checkInAt).TotalMinutes;
}
