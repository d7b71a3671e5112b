namespace Erp.Web.Services;

/// <summary>What can be had by mail as well.</summary>
public enum MailType
{
    ApprovalRequested, ApprovalStatusChanged, ApprovalCommented, ApprovalReminder, ApprovalStuck, LeaveRequested,
    LeaveCancelled, LeaveStatusChanged, LeaveBalanceChanged, QuestStatusChanged, Announcement,
}

/// <summary>What somebody wants to have by mail as well.</summary>
public sealed record MailPreferences(IReadOnlyList<MailType> Types);

/// <summary>employee-service: mail.</summary>
public sealed partial class EmployeeClient
{
    public Task<MailPreferences> MailPreferencesAsync(long id) =>
        GetAsync<MailPreferences>($"/employees/{id}/mail-preferences");

    /// <summary>Instead of what was wanted before.</summary>
    public Task PreferMailAsync(long id, MailPreferences preferences) =>
        SendAsync(HttpMethod.Put, $"/employees/{id}/mail-preferences", preferences);
}
