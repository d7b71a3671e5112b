using Erp.Approval.Requests.Domain;

namespace Erp.Approval.Requests.Reading;

/// <summary>A request with everything that is known about it.</summary>
/// <param name="Reason">Why it was rejected.</param>
public sealed record ApprovalDetail(
    long RequestId, long RequesterId, string Title, string Content, ApprovalType Type, decimal? LeaveDays,
    FinalStatus Status, string? Reason,
    IReadOnlyList<StepView> Steps, IReadOnlyList<HistoryView> History, DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt)
{
    internal static ApprovalDetail From(ApprovalRequest r) =>
        new(r.Id, r.RequesterId, r.Title, r.Content, r.Type, r.LeaveDays, r.Status, r.Reason,
            [.. r.Steps.Select(StepView.From)], [.. r.History.Select(HistoryView.From)], r.CreatedAt, r.UpdatedAt);
}

/// <summary>A request in a list: without content and history.</summary>
public sealed record ApprovalSummary(
    long RequestId, long RequesterId, string Title, ApprovalType Type, decimal? LeaveDays,
    FinalStatus Status, string? Reason,
    IReadOnlyList<StepView> Steps, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt)
{
    internal static ApprovalSummary From(ApprovalRequest r) =>
        new(
            r.Id, r.RequesterId, r.Title, r.Type, r.LeaveDays, r.Status, r.Reason, [.. r.Steps.Select(StepView.From)],
            r.CreatedAt, r.UpdatedAt);
}

/// <summary>One approver's part.</summary>
public sealed record StepView(
    int Step, long ApproverId, StepStatus Status,
    string? Reason, DateTimeOffset? DecidedAt)
{
    internal static StepView From(ApprovalStep s) => new(s.Step, s.ApproverId, s.Status, s.Reason, s.DecidedAt);
}

/// <summary>What happened, oldest first.</summary>
/// <param name="By">The employee who did it; null for the system.</param>
public sealed record HistoryView(
    DateTimeOffset At, HistoryAction Action, long? By,
    int? Step, string? Reason)
{
    internal static HistoryView From(HistoryEntry h) => new(h.At, h.Action, h.By, h.Step, h.Reason);
}
