using System.Globalization;
using Dapper;
using Erp.Contracts;
using Erp.Employee.Employees;
using Erp.Employee.LeaveLedger;
using Erp.Employee.Outbox;
using Erp.ServiceDefaults.Company;
using MySqlConnector;

namespace Erp.Employee.Attendance;

/// <summary>Writes check-ins. Runs in a transaction that holds the employee's lock.</summary>
internal sealed class AttendanceBook(Ledger ledger, NotificationOutbox notifications, CompanyCalendar calendar)
{
    public static Task<AttendanceRow?> FindAsync(MySqlTransaction transaction, long employeeId, DateOnly day) =>
        transaction.Connection!.QuerySingleOrDefaultAsync<AttendanceRow?>(
            $"SELECT {AttendanceRow.Columns} FROM attendance WHERE employee_id = @employeeId AND work_date = @day",
            new { employeeId, day }, transaction);

    /// <summary>Records days in one statement and counts them; every 30th earns a day of leave. The days must be
    /// free.</summary>
    /// <param name="days">In the order in which they count.</param>
    /// <returns>The days of leave earned.</returns>
    public async Task<decimal> RecordAsync(
        MySqlTransaction transaction, EmployeeLock employee, IReadOnlyList<WorkedDay> days, long? recordedBy)
    {
        var values = new DynamicParameters(new { employee.Id, recordedBy });
        var rows = days.Select((day, i) =>
        {
            values.Add($"day{i}", calendar.DayOf(day.CheckInAt));
            values.Add($"in{i}", day.CheckInAt);
            values.Add($"out{i}", day.CheckOutAt);
            values.Add($"minutes{i}", Minutes(day.CheckInAt, day.CheckOutAt));
            return $"(@Id, @day{i}, @in{i}, @out{i}, @minutes{i}, @recordedBy)";
        });
        await transaction.Connection!.ExecuteAsync($"""
            INSERT INTO attendance (employee_id, work_date, check_in_at, check_out_at, minutes_worked, recorded_by)
            VALUES {string.Join(", ", rows)}
            """, values, transaction);
        await transaction.Connection!.ExecuteAsync(
            "UPDATE employees SET attendance_count = attendance_count + @Count WHERE id = @Id",
            new { employee.Id, days.Count }, transaction);

        var rewards =
            Enumerable.Range(employee.AttendanceCount + 1, days.Count).Where(AttendanceRules.EarnsReward).ToList();
        foreach (var count in rewards)
        {
            var source = string.Create(CultureInfo.InvariantCulture, $"{employee.Id}/{count}");
            await ledger.AddAsync(transaction, employee, new(AttendanceRules.Reward, LedgerKind.Attendance, source));
            await notifications.AddAsync(transaction, employee.Id, NotificationType.LeaveBalanceChanged, null,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Your check-in number {count} earned you {AttendanceRules.Reward} day of leave."),
                Sentences.RewardEarned(count, AttendanceRules.Reward));
        }
        return rewards.Count * AttendanceRules.Reward;
    }

    public static int? Minutes(DateTimeOffset checkInAt, DateTimeOffset? checkOutAt) =>
        checkOutAt is null ? null : (int)(checkOutAt.Value - checkInAt).TotalMinutes;
}

/// <summary>A day to be recorded.</summary>
internal sealed record WorkedDay(DateTimeOffset CheckInAt, DateTimeOffset? CheckOutAt = null);
