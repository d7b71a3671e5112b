using Erp.Approval.Requests.Domain;
using Erp.Approval.Requests.Reading;
using Erp.Approval.Requests.Submitting;

namespace Erp.Approval.Requests;

/// <summary>What the OpenAPI document shows.</summary>
internal static class ApprovalExamples
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    public static SubmitApprovalRequest Request { get; } = new(
        1, "Two days off", "A long weekend.", ApprovalType.AnnualLeave, [new(1, 2), new(2, 3)], LeaveDays: 2,
        StartDate: new(2026, 3, 5), EndDate: new(2026, 3, 6));

    /// <summary>The same request, approved by the first of two; the other is in the place of somebody who is
    /// away.</summary>
    public static ApprovalDetail Detail { get; } = new(
        7, Request.RequesterId, Request.Title, Request.Content, Request.Type, Request.LeaveDays,
        FinalStatus.InProgress, null,
        [
            new(1, 2, StepStatus.Approved, null, Noon.AddMinutes(5), null),
            new(2, 3, StepStatus.Pending, null, null, 8),
        ],
        [
            new(Noon, HistoryAction.Submitted, 1, null, null, null, null, null),
            new(Noon.AddMinutes(5), HistoryAction.StepApproved, 2, 1, null, null, null, null),
            new(Noon.AddMinutes(5), HistoryAction.Delegated, null, 2, null, null, 3, 8),
        ],
        Noon, Noon.AddMinutes(5), [], false, Request.StartDate, Request.EndDate, null);
}
