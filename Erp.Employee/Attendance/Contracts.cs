using System.ComponentModel.DataAnnotations;
using Erp.Api.Validation;

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
public sealed record ImportAttendance([Id] long EmployeeId, [Items(1, 366)] IReadOnlyList<ImportedDay> Days);

/// <summary>One past day.</summary>
/// <param name="CheckInAt">Decides the day, in the company's time zone; not in the future.</param>
/// <param name="CheckOutAt">Within 24 hours after <paramref name="CheckInAt"/>.</param>
public sealed record ImportedDay([Years(2000, 2100)] DateTimeOffset CheckInAt, DateTimeOffset? CheckOutAt = null)
    : IValidatableObject
{
    IEnumerable<ValidationResult> IValidatableObject.Validate(ValidationContext validationContext)
    {
        if (CheckOutAt < CheckInAt || CheckOutAt - CheckInAt > AttendanceRules.LongestDay)
            yield return new("must be within 24 hours after checkInAt.", [nameof(CheckOutAt)]);
    }
}

/// <summary>What an import did.</summary>
/// <param name="Recorded">Days that are new.</param>
/// <param name="AlreadyRecorded">Days that stood there before.</param>
/// <param name="RewardDays">Days of leave earned by it.</param>
public sealed record AttendanceImported(
    long EmployeeId, int Recorded, int AlreadyRecorded, int AttendanceCount, decimal RewardDays);
