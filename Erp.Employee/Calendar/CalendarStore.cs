using Dapper;
using Erp.Api.Errors;
using Erp.Api.Json;
using Erp.Employee.Data;
using Erp.Employee.Holidays;
using Erp.Employee.Leaves;

namespace Erp.Employee.Calendar;

/// <summary>Who is away. Leaves that are only asked for are nobody's business but their managers'.</summary>
internal sealed class CalendarStore(Database database)
{
    /// <summary>Of one answer.</summary>
    public const int MostAbsences = 2000;

    /// <summary>Absences of a department's people with a day in these dates, by their last day.</summary>
    public Task<DepartmentCalendar> GetAsync(string department, DateOnly from, DateOnly to) =>
        database.ReadAsync(async connection =>
        {
            // The join begins at the days that are asked for: of leaves, most are over.
            var rows = (await connection.QueryAsync<AbsenceRow>(
                """
                SELECT STRAIGHT_JOIN l.id AS LeaveId, l.employee_id AS EmployeeId, e.name AS Name,
                  l.start_date AS StartDate, l.end_date AS EndDate, l.part AS Part
                FROM leaves l JOIN employees e ON e.id = l.employee_id
                WHERE l.status = 'APPROVED' AND l.end_date BETWEEN @from AND @latest AND l.start_date <= @to
                  AND e.active = 1 AND e.department = @department
                ORDER BY l.end_date LIMIT @most
                """,
                new { department, from, to, latest = to.AddDays(LeaveDates.MostDays), most = MostAbsences + 1 }))
                .AsList();
            if (rows.Count > MostAbsences)
                throw Problems.Invalid("range_too_long", $"More than {MostAbsences} absences: ask for fewer days.");
            return new DepartmentCalendar(
                department, from, to, [.. rows.Select(r => r.ToAbsence())],
                await HolidayStore.ListAsync(connection, from, to));
        });

    private sealed record AbsenceRow(
        long LeaveId, long EmployeeId, string Name, DateOnly StartDate, DateOnly EndDate, string Part)
    {
        public Absence ToAbsence() =>
            new(LeaveId, EmployeeId, Name, StartDate, EndDate, EnumNames.Parse<DayPart>(Part));
    }
}
