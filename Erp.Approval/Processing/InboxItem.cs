using Erp.Api.Json;
using Erp.Api.Validation;
using Erp.Contracts;

namespace Erp.Approval.Processing;

/// <summary>A request that waits for this approver.</summary>
/// <param name="Step">The approver's own step.</param>
/// <param name="Steps">The whole line, with what earlier approvers decided.</param>
/// <param name="StartDate">Of annual leave, where its dates are known.</param>
/// <param name="EndDate">The last day of it.</param>
/// <param name="Part"><c>MORNING</c> or <c>AFTERNOON</c> of one day; null for whole days.</param>
public sealed record InboxItem(
    long RequestId, int Step, long ApproverId, long RequesterId, string Title, string Content, string Type,
    decimal? LeaveDays,
    DateTimeOffset CreatedAt, IReadOnlyList<StepSnapshot> Steps,
    DateOnly? StartDate = null, DateOnly? EndDate = null, string? Part = null)
{
    internal static InboxItem From(StepAssigned s) =>
        new(
            s.RequestId, s.Step, s.ApproverId, s.RequesterId, s.Title, s.Content, s.Type, s.LeaveDays, s.CreatedAt,
            s.Steps, s.StartDate, s.EndDate, s.Part);
}

/// <summary>What an approver can say.</summary>
[LowerCaseNames]
public enum DecisionStatus { Approved, Rejected }

/// <summary>Body of <c>POST /process/{approverId}/{requestId}</c>.</summary>
/// <param name="Status"><c>approved</c> or <c>rejected</c>.</param>
/// <param name="Reason">At most 500 characters.</param>
public sealed record DecideRequest(DecisionStatus Status, [Text(500, MayBeBlank = true)] string? Reason = null);

/// <summary>A decision that is stored for good.</summary>
public sealed record Decision(
    long RequestId, int Step, long ApproverId,
    DecisionStatus Status,
    string? Reason, DateTimeOffset DecidedAt);
