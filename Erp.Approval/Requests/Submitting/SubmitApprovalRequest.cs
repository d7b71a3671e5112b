using Erp.Approval.Requests.Domain;
using Erp.ServiceDefaults.Errors;

namespace Erp.Approval.Requests.Submitting;

/// <summary>Body of <c>POST /approvals</c>.</summary>
/// <param name="RequesterId">Who asks; the caller themselves.</param>
/// <param name="Title">1 to 200 characters.</param>
/// <param name="Content">At most 10,000 characters.</param>
/// <param name="Steps">1 to 20, numbered 1..n, each approver once and not the requester.</param>
/// <param name="LeaveDays">For ANNUAL_LEAVE only, in halves: 0.5 to 365.</param>
public sealed record SubmitApprovalRequest(
    long RequesterId, string Title, string Content, ApprovalType Type, IReadOnlyList<SubmitStep> Steps,
    decimal? LeaveDays = null)
{
    /// <summary>The rules that the sender can see; what needs other people's data is checked later.</summary>
    public Submission Check()
    {
        Rule(RequesterId > 0, "invalid_requester", "requesterId must be a positive number.");
        Rule(
            !string.IsNullOrWhiteSpace(Title) && Title.Length <= 200, "invalid_title",
            "title must have 1 to 200 characters.");
        Rule(Content.Length <= 10_000, "invalid_content", "content must have at most 10,000 characters.");
        Rule(Enum.IsDefined(Type), "invalid_type", "type must be ANNUAL_LEAVE, EXPENSE, PROJECT or GENERAL.");
        CheckLeave();
        CheckSteps();
        return new(
            RequesterId, Title, Content, Type, LeaveDays / 1.0m,
            [.. Steps.OrderBy(s => s.Step).Select(s => s.ApproverId)]);
    }

    private void CheckLeave()
    {
        if (Type != ApprovalType.AnnualLeave)
        {
            Rule(LeaveDays is null, "unexpected_leave_days", "leaveDays is for ANNUAL_LEAVE only.");
            return;
        }
        Rule(LeaveDays is not null, "missing_leave_days", "ANNUAL_LEAVE needs leaveDays.");
        Rule(
            LeaveDays is >= 0.5m and <= 365m && LeaveDays % 0.5m == 0, "invalid_leave_days",
            "leaveDays must be 0.5 to 365 in steps of 0.5.");
    }

    private void CheckSteps()
    {
        Rule(Steps.Count is >= 1 and <= 20 && !Steps.Contains(null!), "invalid_steps", "There must be 1 to 20 steps.");
        Rule(
            Steps.Select(s => s.Step).Order().SequenceEqual(Enumerable.Range(1, Steps.Count)), "invalid_steps",
            "Steps must be numbered 1, 2, 3 and so on, each number once.");
        Rule(Steps.All(s => s.ApproverId > 0), "invalid_approver", "approverId must be a positive number.");
        Rule(
            Steps.DistinctBy(s => s.ApproverId).Count() == Steps.Count, "duplicate_approver",
            "Each approver can have one step only.");
        Rule(Steps.All(s => s.ApproverId != RequesterId), "self_approval", "Nobody approves their own request.");
    }

    private static void Rule(bool holds, string code, string detail)
    {
        if (!holds) throw Problems.Invalid(code, detail);
    }
}

/// <summary>Whose turn it is at this place of the line.</summary>
public sealed record SubmitStep(int Step, long ApproverId);
