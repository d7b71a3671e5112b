using Erp.Employee.Holidays;
using Erp.Employee.Leaves;

namespace Erp.Employee.Calendar;

/// <summary>Who of a department is away, by the last day, and the holidays.</summary>
public sealed record DepartmentCalendar(
    string Department, DateOnly From, DateOnly To, IReadOnlyList<Absence> Absences, IReadOnlyList<Holiday> Holidays);

/// <summary>A granted leave, without its reason.</summary>
public sealed record Absence(
    long LeaveId, long EmployeeId, string Name, DateOnly StartDate, DateOnly EndDate, DayPart Part);

/// <summary>A secret with which calendar programs read <c>/calendar.ics?token=</c>. It is shown this once.</summary>
public sealed record CalendarToken(string Token, DateTimeOffset CreatedAt);
