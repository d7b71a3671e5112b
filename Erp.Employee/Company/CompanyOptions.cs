using System.ComponentModel.DataAnnotations;

namespace Erp.Employee.Company;

/// <summary>Section <c>Company</c>.</summary>
internal sealed class CompanyOptions
{
    public const string Section = "Company";

    /// <summary>IANA name of the time zone whose calendar days count for attendance and leave.</summary>
    [Required]
    public string TimeZone { get; set; } = "Asia/Seoul";

    /// <summary>Days of leave that everybody gets for a calendar year.</summary>
    [Range(0.0, 366.0)]
    public decimal LeaveDaysPerYear { get; set; } = 15;

    /// <summary>False when this machine knows no such time zone.</summary>
    public bool KnowsTimeZone() => TimeZoneInfo.TryFindSystemTimeZoneById(TimeZone, out _);
}
