using Erp.Employee.Validation;

namespace Erp.Employee.Leaves;

/// <summary>A request for leave.</summary>
/// <param name="StartDate">First day.</param>
/// <param name="EndDate">Last day; at most 366 days in all.</param>
/// <param name="Days">Working days that it takes: a multiple of 0.5 that fits the dates.</param>
/// <param name="Reason">1 to 500 characters.</param>
public sealed record RequestLeave(
    long EmployeeId, DateOnly StartDate, DateOnly EndDate, decimal Days, string Reason) : IValidated
{
    void IValidated.Validate(Rules rules)
    {
        rules.Id("employeeId", EmployeeId)
            .Check("startDate", StartDate.Year is >= 2000 and <= 2100, "must be from 2000 to 2100.")
            .Check("endDate", EndDate >= StartDate, "must not be before startDate.")
            .Check(
                "endDate", EndDate.DayNumber - StartDate.DayNumber < LeaveDates.MostDays,
                $"must be at most {LeaveDates.MostDays} days from startDate.")
            .Days("days", Days, 0.5m, LeaveDates.MostDays)
            .Text("reason", Reason, 500);
        if (EndDate >= StartDate && EndDate.DayNumber - StartDate.DayNumber < LeaveDates.MostDays)
            rules.Check("days", LeaveDates.Fit(StartDate, EndDate, Days), "must fit the dates.");
    }
}

/// <summary>Why a leave was approved or rejected.</summary>
/// <param name="Reason">At most 500 characters.</param>
public sealed record DecideLeave(string? Reason = null) : IValidated
{
    void IValidated.Validate(Rules rules) => rules.Text("reason", Reason, 500, required: Reason is not null);
}

/// <summary>A leave.</summary>
public sealed record LeaveResponse(
    long Id, long EmployeeId, DateOnly StartDate, DateOnly EndDate, decimal Days, string Reason, LeaveStatus Status,
    long? DecidedBy, DateTimeOffset? DecidedAt, string? DecisionReason, DateTimeOffset CreatedAt);
