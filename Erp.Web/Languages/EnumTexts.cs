using Erp.Api.Json;
using Erp.ServiceDefaults.Auth;
using Erp.Web.Services;
using Microsoft.Extensions.Localization;

namespace Erp.Web.Languages;

/// <summary>What people read for the values that services know by their names.</summary>
public static class EnumTexts
{
    public static string Of(this IStringLocalizer<Texts> texts, Role role) => role switch
    {
        Role.Manager => texts["Manager"],
        Role.Hr => texts["Human resources"],
        _ => texts["Staff"],
    };

    public static string Of(this IStringLocalizer<Texts> texts, DayPart part) => part switch
    {
        DayPart.Morning => texts["Morning"],
        DayPart.Afternoon => texts["Afternoon"],
        _ => texts["Whole days"],
    };

    public static string Of(this IStringLocalizer<Texts> texts, LeaveStatus status) => status switch
    {
        LeaveStatus.Pending => texts["Pending"],
        LeaveStatus.Approved => texts["Approved"],
        LeaveStatus.Rejected => texts["Rejected"],
        _ => texts["Cancelled"],
    };

    public static string Of(this IStringLocalizer<Texts> texts, ApprovalType type) => type switch
    {
        ApprovalType.AnnualLeave => texts["Annual leave"],
        ApprovalType.Expense => texts["Expense"],
        ApprovalType.Project => texts["Project"],
        _ => texts["General"],
    };

    public static string Of(this IStringLocalizer<Texts> texts, FinalStatus status) => status switch
    {
        FinalStatus.InProgress => texts["In progress"],
        FinalStatus.Approved => texts["Approved"],
        FinalStatus.Rejected => texts["Rejected"],
        _ => texts["Cancelled"],
    };

    public static string Of(this IStringLocalizer<Texts> texts, StepStatus status) => status switch
    {
        StepStatus.Waiting => texts["Waiting"],
        StepStatus.Pending => texts["Pending"],
        StepStatus.Approved => texts["Approved"],
        StepStatus.Rejected => texts["Rejected"],
        _ => texts["Cancelled"],
    };

    public static string Of(this IStringLocalizer<Texts> texts, QuestStatus status) => status switch
    {
        QuestStatus.InProgress => texts["In progress"],
        QuestStatus.WaitingApproval => texts["Waiting for approval"],
        QuestStatus.Approved => texts["Approved"],
        QuestStatus.Rejected => texts["Rejected"],
        _ => texts["Claimed"],
    };

    public static string Of(this IStringLocalizer<Texts> texts, LedgerKind kind) => kind switch
    {
        LedgerKind.Entitlement => texts["Leave of the year"],
        LedgerKind.Adjustment => texts["Adjustment"],
        LedgerKind.Attendance => texts["Reward for attendance"],
        LedgerKind.Quest => texts["Reward for a quest"],
        LedgerKind.Leave => texts["Leave taken"],
        LedgerKind.Approval => texts["Leave by an approved request"],
        LedgerKind.LeaveCancelled => texts["Cancelled leave, given back"],
        LedgerKind.CarriedOut => texts["Carried over into the next year"],
        _ => texts["Carried over from the year before"],
    };

    /// <summary>The class of a status' badge in the style sheet.</summary>
    public static string Tone<T>(this T status) where T : struct, Enum => status.Name().ToUpperInvariant() switch
    {
        "APPROVED" or "CLAIMED" => "good",
        "REJECTED" or "CANCELLED" => "bad",
        "PENDING" or "IN_PROGRESS" or "WAITING_APPROVAL" => "open",
        _ => "quiet",
    };
}
