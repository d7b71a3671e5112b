using Erp.Employee.Validation;

namespace Erp.Employee.Attendance;

/// <summary>A day's attendance.</summary>
/// <param name="WorkDate">Calendar day in the company's time zone.</param>
/// <param name="CheckOutAt">Null until the employee checks out.</param>
/// <param name="HoursWorked">Hours between the two times, to two places; null until the employee checks out.</param>
public sealed record AttendanceDay(
    long EmployeeId, DateOnly WorkDate, DateTimeOffset CheckInAt, DateTimeOffset? CheckOutAt, decimal? HoursWorked);

/// <summary>What a check-in did.</summary>
/// <param name="AttendanceCount">All check-ins so far.</param>
/// <param name="RewardDays">Days of leave earned by this check-in: 1.0 for every 30th, else 0.</param>
public sealed record CheckedIn(
    long EmployeeId, DateOnly WorkDate, DateTimeOffset CheckInAt, int AttendanceCount, decimal RewardDays);

/// <summary>The way to the next reward.</summary>
/// <param name="AttendanceCount">Check-ins since the last reward.</param>
/// <param name="TargetCount">Check-ins that a reward takes.</param>
/// <param name="Progress">Whole percent, rounded down.</param>
/// <param name="NextRewardAt">The number of check-ins in all at which the next reward comes.</param>
public sealed record AttendanceProgress(int AttendanceCount, int TargetCount, int Progress, int NextRewardAt);

/// <summary>Attendance of past days, recorded by HR.</summary>
/// <param name="Days">1 to 366 days; days that are recorded already are left as they are.</param>
public sealed record ImportAttendance(long EmployeeId, IReadOnlyList<ImportedDay> Days) : IValidated
{
    void IValidated.Validate(Rules rules)
    {
        rules.Id("employeeId", EmployeeId)
            .Check("days", Days.Count is >= 1 and <= 366, "must be 1 to 366 days.")
            .Check("days", Days.All(d => d is not null), "must not contain null.");
        if (Days.Any(d => d is null))
            return;
        rules
            .Check(
                "days.checkInAt",
                Days.All(d => d.CheckInAt.UtcDateTime.Year is >= 2000 and <= 2100),
                "must be from 2000 to 2100.")
            .Check(
                "days.checkOutAt",
                Days.All(d =>
                    d.CheckOutAt is null
                    || (d.CheckOutAt >= d.CheckInAt && d.CheckOutAt - d.CheckInAt <= AttendanceRules.LongestDay)),
                "must be within 24 hours after checkInAt.");
    }
}

/// <summary>One past day.</summary>
/// <param name="CheckInAt">Decides the day, in the company's time zone; not in the future.</param>
public sealed record ImportedDay(DateTimeOffset CheckInAt, DateTimeOffset? CheckOutAt = null);

/// <summary>What an import did.</summary>
/// <param name="Recorded">Days that are new.</param>
/// <param name="AlreadyRecorded">Days that stood there before.</param>
/// <param name="RewardDays">Days of leave earned by it.</param>
public sealed record AttendanceImported(
    long EmployeeId, int Recorded, int AlreadyRecorded, int AttendanceCount, decimal RewardDays);
