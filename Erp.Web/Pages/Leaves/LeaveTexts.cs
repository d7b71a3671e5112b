using Erp.Web.Languages;
using Erp.Web.Services;
using Microsoft.Extensions.Localization;

namespace Erp.Web.Pages.Leaves;

/// <summary>What pages say of leaves.</summary>
internal static class LeaveTexts
{
    /// <summary>The days, and the part of the day.</summary>
    public static string DaysText(this Leave leave, Format format, IStringLocalizer<Texts> texts) => leave.Part switch
    {
        DayPart.Morning => texts["{0}, morning", format.Number(leave.Days)],
        DayPart.Afternoon => texts["{0}, afternoon", format.Number(leave.Days)],
        _ => format.Number(leave.Days),
    };

    /// <summary>As the service decides it.</summary>
    public static bool CanBeCancelled(this Leave leave, DateOnly today) =>
        leave.Status == LeaveStatus.Pending || (leave.Status == LeaveStatus.Approved && leave.StartDate > today);
}
