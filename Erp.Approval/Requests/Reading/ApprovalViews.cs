using Erp.Approval.Requests.Domain;

namespace Erp.Approval.Requests.Reading;

/// <summary>A request with everything that is known about it.</summary>
/// <param name="Reason">Why it was rejected.</param>
/// <param name="Readers">Who may read it beside those on the line.</param>
/// <param name="Stuck">The approver whose turn it is has left, and HR has to give the step to somebody else.</param>
/// <param name="StartDate">Of annual leave, where its dates are known.</param>
/// <param name="EndDate">The last day of it.</param>
/// <param name="Part">Half of one day; null for whole days.</param>
public sealed record ApprovalDetail(
    long RequestId, long RequesterId, string Title, string Content, ApprovalType Type, decimal? LeaveDays,
    FinalStatus Status, string? Reason,
    IReadOnlyList<StepView> Steps, IReadOnlyList<HistoryView> History, DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt, IReadOnlyList<long> Readers, bool Stuck, DateOnly? StartDate, DateOnly? EndDate,
    LeavePart? Part)
{
    internal static ApprovalDetail From(ApprovalRequest r) =>
        new(r.Id, r.RequesterId, r.Title, r.Content, r.Type, r.LeaveDays, r.Status, r.Reason,
            [.. r.Steps.Select(StepView.From)], [.. r.History.Select(HistoryView.From)], r.CreatedAt, r.UpdatedAt,
            r.Readers, r.Stuck, r.Period?.StartDate, r.Period?.EndDate, r.Period?.Part);
}

/// <summary>A request in a list: without content and history.</summary>
/// <param name="Stuck">The approver whose turn it is has left, and HR has to give the step to somebody else.</param>
/// <param name="StartDate">Of annual leave, where its dates are known.</param>
/// <param name="EndDate">The last day of it.</param>
/// <param name="Part">Half of one day; null for whole days.</param>
public sealed record ApprovalSummary(
    long RequestId, long RequesterId, string Title, ApprovalType Type, decimal? LeaveDays,
    FinalStatus Status, string? Reason,
    IReadOnlyList<StepView> Steps, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt, bool Stuck,
    DateOnly? StartDate, DateOnly? EndDate, LeavePart? Part)
{
    internal static ApprovalSummary From(ApprovalRequest r) =>
        new(
            r.Id, r.RequesterId, r.Title, r.Type, r.LeaveDays, r.Status, r.Reason, [.. r.Steps.Select(StepView.From)],
            r.CreatedAt, r.UpdatedAt, r.Stuck, r.Period?.StartDate, r.Period?.EndDate, r.Period?.Part);
}

/// <summary>One approver's part.</summary>
/// <param name="OnBehalfOf">In whose place the approver decides; null when the step is their own.</param>
public sealed record StepView(
    int Step, long ApproverId, StepStatus Status,
    string? Reason, DateTimeOffset? DecidedAt, long? OnBehalfOf)
{
    internal static StepView From(ApprovalStep s) =>
        new(s.Step, s.ApproverId, s.Status, s.Reason, s.DecidedAt, s.OnBehalfOf);
}

/// <summary>What happened, oldest first.</summary>
/// <param name="By">The employee who did it; null for the system.</param>
/// <param name="Text">What a comment says.</param>
/// <param name="ApproverId">Who has the step from here on.</param>
/// <param name="InsteadOf">Whose step it was before, or in whose place it was decided.</param>
public sealed record HistoryView(
    DateTimeOffset At, HistoryAction Action, long? By,
    int? Step, string? Reason, string? Text, long? ApproverId, long? InsteadOf)
{
    internal static HistoryView From(HistoryEntry h) =>
        new(h.At, h.Action, h.By, h.Step, h.Reason, h.Text, h.ApproverId, h.InsteadOf);
}
