using System.ComponentModel.DataAnnotations;

namespace Erp.Approval.Requests.Company;

/// <summary>Section <c>Company</c>, as employee-service has it too.</summary>
internal sealed class CompanyOptions
{
    public const string Section = "Company";

    /// <summary>IANA name of the time zone whose calendar days count.</summary>
    [Required]
    public string TimeZone { get; set; } = "Asia/Seoul";

    /// <summary>False when this machine knows no such time zone.</summary>
    public bool KnowsTimeZone() => TimeZoneInfo.TryFindSystemTimeZoneById(TimeZone, out _);
}
