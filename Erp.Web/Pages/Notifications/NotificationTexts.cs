using Erp.Api.Json;
using Erp.Web.Languages;
using Erp.Web.Services;
using Microsoft.Extensions.Localization;

namespace Erp.Web.Pages.Notifications;

/// <summary>What notifications are about, and where that is.</summary>
internal static class NotificationTexts
{
    public static string Of(this IStringLocalizer<Texts> texts, MailType type) => type switch
    {
        MailType.ApprovalRequested => texts["A request waits for your decision"],
        MailType.ApprovalStatusChanged => texts["News of a request"],
        MailType.ApprovalCommented => texts["A comment on a request"],
        MailType.ApprovalReminder => texts["A request still waits for your decision"],
        MailType.ApprovalStuck => texts["A request is stuck"],
        MailType.LeaveRequested => texts["Somebody asks for leave"],
        MailType.LeaveCancelled => texts["A leave was taken back"],
        MailType.LeaveStatusChanged => texts["Your leave was decided"],
        MailType.LeaveBalanceChanged => texts["Your leave balance was corrected"],
        MailType.QuestStatusChanged => texts["News of a quest"],
        _ => texts["Announcement"],
    };

    /// <summary>What a notification is about; null for a type that these pages do not know.</summary>
    public static string? About(this IStringLocalizer<Texts> texts, Notification notification) =>
        EnumNames.TryParse<MailType>(notification.Type, out var type) ? texts.Of(type) : null;

    /// <summary>The page to go to; null where there is none.</summary>
    public static string? AddressOf(Notification notification) => notification switch
    {
        { ApprovalId: { } id } => $"/requests/{id}",
        { Type: "LEAVE_REQUESTED" } => "/inbox",
        { Type: "LEAVE_CANCELLED" } => "/team",
        { Type: var type } when type.StartsWith("LEAVE_", StringComparison.Ordinal) => "/leave",
        { Type: var type } when type.StartsWith("QUEST_", StringComparison.Ordinal) => "/quests",
        _ => null,
    };
}
