namespace Erp.Employee.Attendance;

/// <summary>A row of <c>attendance</c>.</summary>
internal sealed record AttendanceRow(
    long Id, long EmployeeId, DateOnly WorkDate, DateTimeOffset CheckInAt, DateTimeOffset? CheckOutAt,
    int? MinutesWorked)
{
    public const string Columns =
        "id AS Id, employee_id AS EmployeeId, work_date AS WorkDate, check_in_at AS CheckInAt, "
        + "check_out_at AS CheckOutAt, minutes_worked AS MinutesWorked";

    public AttendanceDay ToDay() =>
        new(EmployeeId, WorkDate, CheckInAt, CheckOutAt, AttendanceRules.Hours(MinutesWorked));
}
