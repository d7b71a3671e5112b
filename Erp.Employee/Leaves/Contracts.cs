using System.ComponentModel.DataAnnotations;
using Erp.Api.Validation;

namespace Erp.Employee.Leaves;

/// <summary>A request for leave.</summary>
/// <param name="StartDate">First day.</param>
/// <param name="EndDate">Last day; at most 366 days in all.</param>
/// <param name="Days">Working days that it takes: a multiple of 0.5 that fits the dates.</param>
/// <param name="Reason">1 to 500 characters.</param>
public sealed record RequestLeave(
    [Id] long EmployeeId, [Years(2000, 2100)] DateOnly StartDate, DateOnly EndDate,
    [Days(0.5, LeaveDates.MostDays)] decimal Days, [Text(500)] string Reason) : IValidatableObject
{
    IEnumerable<ValidationResult> IValidatableObject.Validate(ValidationContext validationContext)
    {
        if (EndDate < StartDate)
            yield return new("must not be before startDate.", [nameof(EndDate)]);
        else if (LeaveDates.CalendarDays(StartDate, EndDate) > LeaveDates.MostDays)
            yield return new($"must be at most {LeaveDates.MostDays} days from startDate.", [nameof(EndDate)]);
        else if (!LeaveDates.Fit(StartDate, EndDate, Days))
            yield return new("must fit the dates.", [nameof(Days)]);
    }
}

/// <summary>Why a leave was approved or rejected.</summary>
/// <param name="Reason">At most 500 characters.</param>
public sealed record DecideLeave([Text(500)] string? Reason = null);

/// <summary>A leave.</summary>
public sealed record LeaveResponse(
    long Id, long EmployeeId, DateOnly StartDate, DateOnly EndDate, decimal Days, string Reason, LeaveStatus Status,
    long? DecidedBy, DateTimeOffset? DecidedAt, string? DecisionReason, DateTimeOffset CreatedAt);
