using System.ComponentModel.DataAnnotations;
using Erp.Api.Validation;
using Erp.Employee.Holidays;

namespace Erp.Employee.Leaves;

/// <summary>A request for leave.</summary>
/// <param name="StartDate">First day.</param>
/// <param name="EndDate">Last day; at most 366 days in all.</param>
/// <param name="Reason">1 to 500 characters.</param>
/// <param name="Days">The working days of the dates: without Saturdays, Sundays and holidays, half of one for a part of
/// a day. May be left out; what is said has to be right.</param>
/// <param name="Part">Half of one day, or whole days when left out.</param>
public sealed record RequestLeave(
    [Id] long EmployeeId, [Years(2000, 2100)] DateOnly StartDate, DateOnly EndDate, [Text(500)] string Reason,
    [Days(0.5, LeaveDates.MostDays)] decimal? Days = null, DayPart? Part = null) : IValidatableObject
{
    IEnumerable<ValidationResult> IValidatableObject.Validate(ValidationContext validationContext) =>
        LeaveDates.Check(StartDate, EndDate, Part);
}

/// <summary>What of some dates are working days.</summary>
/// <param name="Days">All of them; half of one for a part of a day.</param>
/// <param name="Years">The years in which they lie; none without working days.</param>
/// <param name="Holidays">The holidays among the dates.</param>
public sealed record WorkingDays(
    decimal Days, IReadOnlyList<DaysOfYear> Years, IReadOnlyList<Holiday> Holidays)
{
    internal decimal In(int year) => Years.FirstOrDefault(y => y.Year == year)?.Days ?? 0;
}

/// <summary>Days in a calendar year.</summary>
public sealed record DaysOfYear(int Year, decimal Days);

/// <summary>Why a leave was approved or rejected.</summary>
/// <param name="Reason">At most 500 characters.</param>
public sealed record DecideLeave([Text(500)] string? Reason = null);

/// <summary>A leave.</summary>
/// <param name="ApprovalId">The request for approval that granted it; null for one that was asked for here.</param>
public sealed record LeaveResponse(
    long Id, long EmployeeId, DateOnly StartDate, DateOnly EndDate, DayPart Part, decimal Days, string Reason,
    LeaveStatus Status, long? ApprovalId, long? DecidedBy, DateTimeOffset? DecidedAt, string? DecisionReason,
    DateTimeOffset? CancelledAt, DateTimeOffset CreatedAt);
