using System.ComponentModel.DataAnnotations;
using Erp.Api.Validation;
using Erp.Employee.Leaves;

namespace Erp.Employee.LeaveLedger;

/// <summary>An employee's leave of a year, in days.</summary>
/// <param name="Year">The leave year: a calendar year.</param>
/// <param name="Entitlement">All that was granted: yearly leave, what came over from the year before, rewards and
/// adjustments; less what went over into the next one.</param>
/// <param name="Used">All that was taken: days that lie in this year.</param>
/// <param name="Pending">Days of leave requests that are not decided yet; still part of
/// <paramref name="Remaining"/>.</param>
/// <param name="Remaining">Entitlement less used.</param>
public sealed record LeaveBalance(
    long EmployeeId, int Year, decimal Entitlement, decimal Used, decimal Pending, decimal Remaining);

/// <summary>A correction of a balance.</summary>
/// <param name="Adjustment">Days to add, or to take when negative; a multiple of 0.5, not 0, at most 365 either
/// way.</param>
/// <param name="Reason">1 to 500 characters.</param>
public sealed record AdjustBalance([Days(-365, 365)] decimal Adjustment, [Text(500)] string Reason) : IValidatableObject
{
    IEnumerable<ValidationResult> IValidatableObject.Validate(ValidationContext validationContext)
    {
        if (Adjustment == 0) yield return new("must not be 0.", [nameof(Adjustment)]);
    }
}

/// <summary>Days taken by an approved request; with dates a leave of these days.</summary>
/// <param name="Days">0.5 to 365, a multiple of 0.5; with dates, their working days.</param>
/// <param name="ApprovalId">The request; it never deducts twice.</param>
/// <param name="StartDate">First day, together with <paramref name="EndDate"/> or not at all.</param>
/// <param name="EndDate">Last day; at most 366 days in all.</param>
/// <param name="Part">Half of one day, or whole days when left out. Only with dates.</param>
/// <param name="Reason">What the leave is for, 1 to 500 characters. Only with dates.</param>
public sealed record DeductLeave(
    [Days(0.5, 365)] decimal Days, [Id] long ApprovalId, [Years(2000, 2100)] DateOnly? StartDate = null,
    DateOnly? EndDate = null, DayPart? Part = null, [Text(500)] string? Reason = null) : IValidatableObject
{
    internal LeaveDates? Dates => StartDate is { } start && EndDate is { } end
        ? new(start, end, Part ?? DayPart.Full)
        : null;

    IEnumerable<ValidationResult> IValidatableObject.Validate(ValidationContext validationContext)
    {
        if (Dates is { } dates) return LeaveDates.Check(dates.Start, dates.End, Part);
        return (StartDate, EndDate, Part, Reason) switch
        {
            ({ }, null, _, _) => [new("is required with startDate.", [nameof(EndDate)])],
            (null, { }, _, _) => [new("is required with endDate.", [nameof(StartDate)])],
            (_, _, { }, _) => [new("needs startDate and endDate.", [nameof(Part)])],
            (_, _, _, { }) => [new("needs startDate and endDate.", [nameof(Reason)])],
            _ => [],
        };
    }
}

/// <summary>What a deduction did, or what it did the first time.</summary>
/// <param name="Remaining">Days left right after the deduction, of the year in which it begins.</param>
public sealed record LeaveDeducted(long EmployeeId, long ApprovalId, decimal Days, decimal Remaining);

/// <summary>An entry of the leave ledger; a balance is the sum of its year's.</summary>
/// <param name="Year">The leave year that it counts for.</param>
/// <param name="Delta">Days, signed.</param>
/// <param name="Source">What caused it: nothing causes two entries of a kind.</param>
/// <param name="BalanceAfter">The year's balance right after it.</param>
/// <param name="ActorId">Who caused it; null for a rule.</param>
public sealed record LedgerLine(
    long Id, int Year, decimal Delta, LedgerKind Kind, string Source, decimal BalanceAfter, string? Reason,
    long? ActorId, DateTimeOffset CreatedAt);
