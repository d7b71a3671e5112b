using Erp.Api.Json;
using Erp.Api.Paging;

namespace Erp.Web.Services;

/// <summary>What is asked for.</summary>
public enum ApprovalType { AnnualLeave, Expense, Project, General }

/// <summary>Where one step stands.</summary>
[LowerCaseNames]
public enum StepStatus { Waiting, Pending, Approved, Rejected, Cancelled }

/// <summary>How a request ended, or that it has not.</summary>
[LowerCaseNames]
public enum FinalStatus { InProgress, Approved, Rejected, Cancelled }

/// <summary>What happened to a request.</summary>
[LowerCaseNames]
public enum HistoryAction
{
    Submitted, StepApproved, StepRejected, LeaveDeducted, LeaveRefused, Cancelled,
    Commented, Reassigned, Delegated, Stuck,
}

/// <summary>One approver's part.</summary>
/// <param name="OnBehalfOf">In whose place the approver decides.</param>
public sealed record ApprovalStep(
    int Step, long ApproverId, StepStatus Status, string? Reason, DateTimeOffset? DecidedAt, long? OnBehalfOf);

/// <summary>What happened, and who did it; null for the system.</summary>
public sealed record HistoryLine(
    DateTimeOffset At, HistoryAction Action, long? By, int? Step, string? Reason, string? Text, long? ApproverId,
    long? InsteadOf);

/// <summary>A request in a list.</summary>
public sealed record ApprovalSummary(
    long RequestId, long RequesterId, string Title, ApprovalType Type, decimal? LeaveDays, FinalStatus Status,
    string? Reason, IReadOnlyList<ApprovalStep> Steps, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt, bool Stuck,
    DateOnly? StartDate, DateOnly? EndDate, DayPart? Part);

/// <summary>A request with all that is known of it.</summary>
public sealed record Approval(
    long RequestId, long RequesterId, string Title, string Content, ApprovalType Type, decimal? LeaveDays,
    FinalStatus Status, string? Reason, IReadOnlyList<ApprovalStep> Steps, IReadOnlyList<HistoryLine> History,
    DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt, IReadOnlyList<long> Readers, bool Stuck,
    DateOnly? StartDate, DateOnly? EndDate, DayPart? Part);

/// <summary>A new request.</summary>
public sealed record NewApproval(
    long RequesterId, string Title, string Content, ApprovalType Type, IReadOnlyList<NewStep> Steps,
    decimal? LeaveDays, DateOnly? StartDate, DateOnly? EndDate, DayPart? Part, IReadOnlyList<long> Readers);

/// <summary>Whose turn it is at this place of the line.</summary>
public sealed record NewStep(int Step, long ApproverId);

/// <summary>approval-request-service: the record of all requests.</summary>
public sealed class ApprovalClient(HttpClient http) : ServiceClient(http)
{
    public const string Name = "approval-request-service";

    public override string Service => Name;

    /// <summary>The latest first; somebody's own, those that they have decided or may read, or all for HR.</summary>
    public Task<Page<ApprovalSummary>> ListAsync(
        long? requesterId = null, long? decidedBy = null, FinalStatus? status = null, ApprovalType? type = null,
        string? title = null, DateOnly? from = null, DateOnly? to = null, bool? stuck = null, long? readerId = null,
        string? after = null, int limit = 20) =>
        GetAsync<Page<ApprovalSummary>>(Query("/approvals",
            ("requesterId", requesterId), ("decidedBy", decidedBy), ("readerId", readerId), ("status", status?.Name()),
            ("type", type?.Name()), ("title", title), ("from", from), ("to", to), ("stuck", stuck), ("after", after),
            ("limit", limit)));

    public Task<Approval> ApprovalAsync(long requestId) => GetAsync<Approval>($"/approvals/{requestId}");

    public Task<Approval> SubmitAsync(NewApproval request, string key) =>
        SendAsync<Approval>(HttpMethod.Post, "/approvals", request, key);

    public Task CancelAsync(long requestId) => SendAsync(HttpMethod.Post, $"/approvals/{requestId}/cancel");

    public Task CommentAsync(long requestId, string text, string key) =>
        SendAsync(HttpMethod.Post, $"/approvals/{requestId}/comments", new { text }, key);

    public Task ReassignAsync(long requestId, int step, long approverId, string reason) =>
        SendAsync(HttpMethod.Post, $"/approvals/{requestId}/steps/{step}/reassign", new { approverId, reason });
}
