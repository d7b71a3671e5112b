using Dapper;
using Erp.Api.Errors;
using Erp.Api.Paging;
using Erp.Employee.Data;
using Erp.Employee.Employees;
using Erp.Employee.Outbox;
using Erp.ServiceDefaults.Company;

namespace Erp.Employee.Attendance;

/// <summary>Check-ins and check-outs.</summary>
internal sealed class AttendanceStore(
    Database database, AttendanceBook book, NotificationOutbox notifications, CompanyCalendar calendar)
{
    public async Task<CheckedIn> CheckInAsync(long employeeId)
    {
        var result = await database.WriteAsync(async transaction =>
        {
            var employee = await EmployeeLock.TakeActiveAsync(transaction, employeeId);
            var now = calendar.Now;
            var today = calendar.DayOf(now);
            if (await AttendanceBook.FindAsync(transaction, employeeId, today) is not null)
                throw Problems.Conflict("already_checked_in", $"There is a check-in for {today:yyyy-MM-dd} already.");
            var reward = await book.RecordAsync(transaction, employee, [new(now)], null);
            return new CheckedIn(employeeId, today, now, employee.AttendanceCount + 1, reward);
        });
        if (result.RewardDays > 0) notifications.Wake();
        return result;
    }

    /// <summary>Closes the open day, which may have begun before midnight.</summary>
    public Task<AttendanceDay> CheckOutAsync(long employeeId) => database.WriteAsync(async transaction =>
    {
        await EmployeeLock.TakeActiveAsync(transaction, employeeId);
        var now = calendar.Now;
        var last = await transaction.Connection!.QuerySingleOrDefaultAsync<AttendanceRow?>($"""
            SELECT {AttendanceRow.Columns} FROM attendance WHERE employee_id = @employeeId ORDER BY work_date DESC
                LIMIT 1
            """, new { employeeId }, transaction);
        if (last is { CheckOutAt: not null } && last.WorkDate == calendar.DayOf(now))
            throw Problems.Conflict("already_checked_out", "There is a check-out for today already.");
        if (last is null or { CheckOutAt: not null }
            || now - last.CheckInAt > AttendanceRules.LongestDay
            || now < last.CheckInAt)
            throw Problems.Conflict("not_checked_in", "There is no check-in to close.");
        var minutes = AttendanceBook.Minutes(last.CheckInAt, now);
        await transaction.Connection!.ExecuteAsync(
            "UPDATE attendance SET check_out_at = @now, minutes_worked = @minutes WHERE id = @Id",
            new { last.Id, now, minutes }, transaction);
        return (last with { CheckOutAt = now, MinutesWorked = minutes }).ToDay();
    });

    /// <summary>Records past days, oldest first, each once; rewards as for check-ins.</summary>
    public async Task<AttendanceImported> ImportAsync(ImportAttendance import, long? recordedBy)
    {
        var days = import.Days
            .Select(d => new WorkedDay(
                CompanyCalendar.Truncate(d.CheckInAt), d.CheckOutAt is { } o ? CompanyCalendar.Truncate(o) : null))
            .OrderBy(d => d.CheckInAt).ToList();
        var result = await database.WriteAsync(async transaction =>
        {
            var employee = await EmployeeLock.TakeActiveAsync(transaction, import.EmployeeId);
            if (days.Any(d => d.CheckInAt > calendar.Now || d.CheckOutAt > calendar.Now))
                throw Problems.Invalid("day_in_future", "Attendance can be recorded for the past only.");
            var standing = (
                await transaction.Connection!.QueryAsync<DateOnly>(
                    "SELECT work_date FROM attendance WHERE employee_id = @Id AND work_date BETWEEN @first AND @last",
                    new
                    {
                        employee.Id,
                        first = calendar.DayOf(days[0].CheckInAt),
                        last = calendar.DayOf(days[^1].CheckInAt),
                    },
                    transaction)).ToHashSet();
            var fresh = days.Where(d => standing.Add(calendar.DayOf(d.CheckInAt))).ToList();
            var rewards = fresh.Count > 0 ? await book.RecordAsync(transaction, employee, fresh, recordedBy) : 0;
            return new AttendanceImported(
                employee.Id, fresh.Count, days.Count - fresh.Count, employee.AttendanceCount + fresh.Count, rewards);
        });
        if (result.RewardDays > 0) notifications.Wake();
        return result;
    }

    public async Task<AttendanceDay> GetAsync(long employeeId, DateOnly day) =>
        (await database.ReadAsync(c => c.QuerySingleOrDefaultAsync<AttendanceRow?>(
            $"SELECT {AttendanceRow.Columns} FROM attendance WHERE employee_id = @employeeId AND work_date = @day",
            new { employeeId, day })))?.ToDay()
        ?? throw Problems.NotFound("attendance_not_found", "There is no attendance for that day.");

    /// <summary>Days, latest first; null for no first or last one.</summary>
    public async Task<Page<AttendanceDay>> HistoryAsync(
        long employeeId, DateOnly? from, DateOnly? to, PageRequest page)
    {
        var before = page.After is null ? DateOnly.MaxValue : FromCursor(page.After.Value);
        if (to < before) before = to.Value.AddDays(1);
        var rows = await database.ReadAsync(c => c.QueryAsync<AttendanceRow>($"""
            SELECT {AttendanceRow.Columns} FROM attendance WHERE employee_id = @employeeId
            AND work_date >= @from AND work_date < @before ORDER BY work_date DESC LIMIT @rows
            """, new { employeeId, from = from ?? DateOnly.MinValue, before, rows = page.Limit + 1 }));
        return Page.From(rows.Select(r => r.ToDay()).ToList(), page, d => d.WorkDate.DayNumber);
    }

    public async Task<AttendanceProgress> ProgressAsync(long employeeId) =>
        AttendanceRules.Progress(
            await database.ReadAsync(c =>
                c.QuerySingleOrDefaultAsync<int?>(
                    "SELECT attendance_count FROM employees WHERE id = @employeeId",
                    new { employeeId })) ?? throw EmployeeStore.NotFound());

    private static DateOnly FromCursor(long day) => day >= 0 && day <= DateOnly.MaxValue.DayNumber
        ? DateOnly.FromDayNumber((int)day)
        : throw Problems.Invalid("invalid_cursor", "after must be the next value of an earlier page.");
}
