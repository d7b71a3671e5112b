namespace Erp.Approval.Requests.Domain;

/// <summary>One approver's part of a request.</summary>
/// <param name="AssignmentId">Id of the message that puts the step into the approver's inbox; the same on every
/// redelivery.</param>
/// <param name="InboxEpoch">The inbox store that said it has the step; null until it did.</param>
/// <param name="DecisionId">Id of the decision that was applied; what makes a second delivery harmless.</param>
/// <param name="OnBehalfOf">Whose step it was when its turn came: this approver is their deputy.</param>
/// <param name="AssignedAt">When its turn came to this approver; also null in documents of before.</param>
/// <param name="Turn">Which of the request's assignments this one is.</param>
/// <param name="SentEpoch">The life of the inboxes that its message was made for last: no other lets the step in. Null
/// when it was made for none.</param>
public sealed record ApprovalStep(
    int Step, long ApproverId, StepStatus Status, string AssignmentId,
    string? InboxEpoch = null, string? DecisionId = null, string? Reason = null, DateTimeOffset? DecidedAt = null,
    long? OnBehalfOf = null, DateTimeOffset? AssignedAt = null, int Turn = 0, string? SentEpoch = null)
{
    /// <summary>Nobody has decided it, and somebody still may.</summary>
    internal bool IsOpen => Status is StepStatus.Waiting or StepStatus.Pending;

    /// <summary>Decides it, or would if they were not away.</summary>
    internal bool IsOf(long employeeId) => ApproverId == employeeId || OnBehalfOf == employeeId;
}
