using System.ComponentModel.DataAnnotations;

namespace Erp.Web.Languages;

/// <summary>Section <c>Company</c>.</summary>
public sealed class CompanyOptions
{
    public const string Section = "Company";

    /// <summary>IANA name of the time zone in which times are shown, and whose day is today.</summary>
    [Required]
    public string TimeZone { get; set; } = "Asia/Seoul";

    /// <summary>False when this machine knows no such time zone.</summary>
    public bool KnowsTimeZone() => TimeZoneInfo.TryFindSystemTimeZoneById(TimeZone, out _);
}
