namespace Erp.Approval.Requests.Domain;

/// <summary>One approver's part of a request.</summary>
/// <param name="AssignmentId">Id of the message that puts the step into the approver's inbox; the same on every
/// redelivery.</param>
/// <param name="InboxEpoch">The inbox store that said it has the step; null until it did.</param>
/// <param name="DecisionId">Id of the decision that was applied; what makes a second delivery harmless.</param>
public sealed record ApprovalStep(
    int Step, long ApproverId, StepStatus Status, string AssignmentId,
    string? InboxEpoch = null, string? DecisionId = null, string? Reason = null, DateTimeOffset? DecidedAt = null);

/// <summary>A line of a request's history.</summary>
/// <param name="By">The employee who did it; null for the system.</param>
public sealed record HistoryEntry(DateTimeOffset At, HistoryAction Action, long? By, int? Step, string? Reason);
