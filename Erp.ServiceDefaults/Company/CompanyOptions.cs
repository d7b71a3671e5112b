using System.ComponentModel.DataAnnotations;

namespace Erp.ServiceDefaults.Company;

/// <summary>Section <c>Company</c>.</summary>
public sealed class CompanyOptions
{
    public const string Section = "Company";

    /// <summary>IANA name of the time zone whose calendar days count, and in which times are shown.</summary>
    [Required]
    public string TimeZone { get; set; } = "Asia/Seoul";

    /// <summary>False when this machine knows no such time zone.</summary>
    public bool KnowsTimeZone() => TimeZoneInfo.TryFindSystemTimeZoneById(TimeZone, out _);
}
