using System.ComponentModel;

namespace Erp.Contracts;

/// <summary>One step of a request as messages and inboxes show it; the API documents say the same.</summary>
/// <param name="Status"><c>waiting</c>, <c>pending</c>, <c>approved</c>, <c>rejected</c> or <c>cancelled</c>.</param>
/// <param name="OnBehalfOf">In whose place the approver decides; null when the step is their own.</param>
[Description("One step of a request as messages and inboxes show it.")]
public sealed record StepSnapshot(
    int Step,
    long ApproverId,
    [property: Description("`waiting`, `pending`, `approved`, `rejected` or `cancelled`.")] string Status,
    string? Reason,
    DateTimeOffset? DecidedAt,
    [property: Description("In whose place the approver decides; null when the step is their own.")]
    long? OnBehalfOf = null);

/// <summary><c>approval-requests</c>: it is this approver's turn; put it into their inbox. Answered by
/// <see cref="StepReceived"/>, or by <see cref="InboxStarted"/> when it is for another life of the inboxes.</summary>
/// <param name="Turn">Grows with every step of the request that is assigned: what an inbox knows of a smaller one is
/// over, so that the same person can get the same request again.</param>
/// <param name="StartDate">Of annual leave, where its dates are known.</param>
/// <param name="EndDate">The last day of it.</param>
/// <param name="Part"><c>MORNING</c> or <c>AFTERNOON</c> of one day; null for whole days.</param>
/// <param name="InboxEpoch">The life of the inboxes that this is for. Only in that one the step may be put into the
/// inbox: in a later one it may have been withdrawn or decided meanwhile. Null when it is for none.</param>
public sealed record StepAssigned(
    long RequestId, int Step, long ApproverId, long RequesterId, string Title, string Content, string Type,
    decimal? LeaveDays, DateTimeOffset CreatedAt, IReadOnlyList<StepSnapshot> Steps, int Turn = 0,
    DateOnly? StartDate = null, DateOnly? EndDate = null, string? Part = null, string? InboxEpoch = null);

/// <summary><c>approval-requests</c>: the decision with this message id is applied for good; processing need not send
/// it again.</summary>
public sealed record DecisionApplied(long RequestId, int Step, long ApproverId, string DecisionId);

/// <summary><c>approval-requests</c>: the request ended without this approver (cancelled), or the step is somebody
/// else's now; take it out of their inbox.</summary>
/// <param name="Turn">The last one that this is about: what was assigned later stays.</param>
public sealed record StepWithdrawn(long RequestId, int Step, long ApproverId, string Status, int Turn = 0);

/// <summary><c>approval-results</c>: the step stands in the inbox of the inbox store
/// <paramref name="InboxEpoch"/>.</summary>
/// <param name="MessageId">Id of the <see cref="StepAssigned"/> or <see cref="StepWithdrawn"/> message.</param>
public sealed record StepReceived(long RequestId, int Step, string MessageId, string InboxEpoch);

/// <summary><c>approval-results</c>: an approver decided. Answered by <see cref="DecisionApplied"/>.</summary>
/// <param name="Status"><c>approved</c> or <c>rejected</c>.</param>
public sealed record DecisionMade(
    long RequestId, int Step, long ApproverId, string Status, string? Reason, DateTimeOffset DecidedAt);

/// <summary><c>approval-results</c>: the inbox store began anew (first start, or its data was lost); send every pending
/// step again that was not acknowledged in this epoch.</summary>
/// <param name="RequestId">Only that of this request, whose assignment was for another epoch; null for all.</param>
public sealed record InboxStarted(string InboxEpoch, long? RequestId = null);

/// <summary><c>approval-notifications</c>: tell this employee. Answered by <see cref="NotificationStored"/>.</summary>
/// <param name="Type"><c>APPROVAL_REQUESTED</c>, <c>APPROVAL_STATUS_CHANGED</c>, …</param>
/// <param name="Message">In English.</param>
/// <param name="Sentence">The same in parts; null where somebody wrote the message.</param>
public sealed record NotificationRequested(
    long EmployeeId, string Type, long? ApprovalId, string? Status, string Message, DateTimeOffset Timestamp,
    Sentence? Sentence = null);

/// <summary><c>approval-results</c>: the notification with this message id is stored.</summary>
public sealed record NotificationStored(string MessageId, long? ApprovalId);

/// <summary><c>approval-results</c>: the store of notifications began anew (first start, or its data was lost) and has
/// what the topic still had; tell everything again that is not too old to be kept. Answered by
/// <see cref="NotificationsTold"/>.</summary>
public sealed record NotificationsStarted(string StoreEpoch);

/// <summary><c>approval-notifications</c>: everything was told again that <see cref="NotificationsStarted"/> asked
/// for.</summary>
public sealed record NotificationsTold(string StoreEpoch);
