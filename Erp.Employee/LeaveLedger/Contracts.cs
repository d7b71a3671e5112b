using System.ComponentModel.DataAnnotations;
using Erp.Api.Validation;

namespace Erp.Employee.LeaveLedger;

/// <summary>An employee's leave, in days.</summary>
/// <param name="Entitlement">All that was granted: yearly leave, rewards and adjustments.</param>
/// <param name="Used">All that was taken.</param>
/// <param name="Pending">Days of leave requests that are not decided yet; still part of
/// <paramref name="Remaining"/>.</param>
/// <param name="Remaining">Entitlement less used.</param>
public sealed record LeaveBalance(
    long EmployeeId, decimal Entitlement, decimal Used, decimal Pending, decimal Remaining);

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

/// <summary>Days taken by an approved request.</summary>
/// <param name="Days">0.5 to 365, a multiple of 0.5.</param>
/// <param name="ApprovalId">The request; it never deducts twice.</param>
public sealed record DeductLeave([Days(0.5, 365)] decimal Days, [Id] long ApprovalId);

/// <summary>What a deduction did, or what it did the first time.</summary>
/// <param name="Remaining">Days left right after the deduction.</param>
public sealed record LeaveDeducted(long EmployeeId, long ApprovalId, decimal Days, decimal Remaining);
