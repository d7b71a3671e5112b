using Erp.Approval.Requests.Domain;

namespace Erp.Approval.Tests.Support;

/// <summary>Requests for tests.</summary>
internal static class Make
{
    public static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    public static Stamp At(int seconds = 0) =>
        new(Noon.AddSeconds(seconds), "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");

    public static Submission Submission(
        long requester = 1,
        ApprovalType type = ApprovalType.Expense,
        decimal? leaveDays = null,
        params long[] approvers
    ) => new(requester, "Laptop", "A new laptop, please.", type, leaveDays, approvers.Length == 0 ? [2, 3] : approvers);

    public static ApprovalRequest Request(
        long id = 7,
        long requester = 1,
        ApprovalType type = ApprovalType.Expense,
        decimal? leaveDays = null,
        params long[] approvers
    ) => ApprovalRequest.Submit(id, Submission(requester, type, leaveDays, approvers), At(), StandIns.None);

    public static void Approve(
        this ApprovalRequest request, int step, string? decisionId = null, long? approver = null) =>
        request.Decide(
            decisionId ?? $"decision-{step}", step, approver ?? request.Steps[step - 1].ApproverId, true, null, Noon,
            At(step), StandIns.None);

    public static void Reject(
        this ApprovalRequest request, int step, string? reason = "No.", string? decisionId = null) =>
        request.Decide(
            decisionId ?? $"decision-{step}", step, request.Steps[step - 1].ApproverId, false, reason, Noon, At(step),
            StandIns.None);

    public static IEnumerable<string> Sent(this ApprovalRequest request) => request.Outbox.Select(e => e.Type);
}
