using Erp.Api.Paging;

namespace Erp.Web.Services;

/// <summary>A request that waits for an approver.</summary>
public sealed record InboxItem(
    long RequestId, int Step, long ApproverId, long RequesterId, string Title, string Content, ApprovalType Type,
    decimal? LeaveDays, DateTimeOffset CreatedAt, DateOnly? StartDate, DateOnly? EndDate, DayPart? Part);

/// <summary>approval-processing-service: one's own inbox, and one's decisions.</summary>
public sealed class InboxClient(HttpClient http) : ServiceClient(http)
{
    public const string Name = "approval-processing-service";

    public override string Service => Name;

    /// <summary>The oldest first.</summary>
    public Task<Page<InboxItem>> ListAsync(long approverId, string? after = null, int limit = 50) =>
        GetAsync<Page<InboxItem>>(Query($"/process/{approverId}", ("after", after), ("limit", limit)));

    /// <summary>Null when it does not wait for them, or not any more.</summary>
    public Task<InboxItem?> FindAsync(long approverId, long requestId) =>
        FindAsync<InboxItem>($"/process/{approverId}/{requestId}");

    /// <summary>The same decision again has no second effect; a contrary one is 409.</summary>
    public Task DecideAsync(long approverId, long requestId, bool approve, string? reason) =>
        SendAsync(HttpMethod.Post, $"/process/{approverId}/{requestId}",
            new { status = approve ? "approved" : "rejected", reason });
}
