using System.Globalization;

namespace Erp.Web.Services;

/// <summary>What somebody was told.</summary>
/// <param name="Message">In English, or as somebody wrote it.</param>
/// <param name="Sentence">The same in parts, where it has a form that programs know.</param>
public sealed record Notification(
    long Id, string Type, long? ApprovalId, string? Status, string Message, DateTimeOffset Timestamp, bool Read,
    Sentence? Sentence = null);

/// <summary>A sentence by its name, and what stands in it by name.</summary>
public sealed record Sentence(string Name, IReadOnlyDictionary<string, string> Values)
{
    // Those of its values that are people's numbers.
    private static readonly string[] People = ["approver", "by", "employee", "insteadOf"];

    /// <summary>Everybody who stands in it.</summary>
    public IEnumerable<long?> Employees => People.Select(Number);

    /// <summary>Null when it was not said.</summary>
    public string? this[string name] => Values.GetValueOrDefault(name);

    private long? Number(string name) =>
        long.TryParse(this[name], NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;
}

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
