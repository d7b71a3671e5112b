using Erp.Api.Validation;

namespace Erp.Employee.LeaveLedger;

/// <summary>Section <c>Leave</c>.</summary>
internal sealed class LeaveOptions
{
    public const string Section = "Leave";

    /// <summary>Unused days of a calendar year that go over into the next one, at most.</summary>
    [Days(0, 366)]
    public decimal CarryOverDays { get; set; } = 5;
}
