namespace Erp.Web.Services;

/// <summary>What somebody was told.</summary>
public sealed record Notification(
    long Id, string Type, long? ApprovalId, string? Status, string Message, DateTimeOffset Timestamp, bool Read);

/// <summary>The latest first, and how many of all are unread.</summary>
public sealed record RecentNotifications(IReadOnlyList<Notification> Items, string? Next, int Unread);

/// <summary>notification-service: what one was told.</summary>
public sealed class NotificationClient(HttpClient http) : ServiceClient(http)
{
    public const string Name = "notification-service";

    public override string Service => Name;

    public Task<RecentNotifications> RecentAsync(long employeeId, string? after = null, int limit = 20) =>
        GetAsync<RecentNotifications>(
            Query($"/notifications/recent/{employeeId}", ("after", after), ("limit", limit)));

    public Task MarkReadAsync(long id) => SendAsync(HttpMethod.Put, $"/notifications/{id}/read");

    /// <summary>All up to the last one that was seen.</summary>
    public Task MarkAllReadAsync(long until) =>
        SendAsync(HttpMethod.Put, Query("/notifications/read-all", ("until", until)));
}
