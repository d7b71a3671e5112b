using System.ComponentModel.DataAnnotations;

namespace Erp.Employee.LeaveLedger;

/// <summary>Section <c>Company</c>, beside its time zone.</summary>
internal sealed class EntitlementOptions
{
    public const string Section = "Company";

    /// <summary>Days of leave that everybody gets for a calendar year.</summary>
    [Range(0.0, 366.0)]
    public decimal LeaveDaysPerYear { get; set; } = 15;
}
