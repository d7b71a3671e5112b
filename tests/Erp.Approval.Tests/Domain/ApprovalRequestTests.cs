using Erp.Approval.Requests.Domain;
using Erp.Approval.Tests.Support;

namespace Erp.Approval.Tests.Domain;

public sealed class ApprovalRequestTests
{
    [Fact]
    public void A_new_request_waits_for_its_first_approver()
    {
        var request = Make.Request();

        Assert.Equal(FinalStatus.InProgress, request.Status);
        Assert.Equal([StepStatus.Pending, StepStatus.Waiting], request.Steps.Select(s => s.Status));
        Assert.Equal([HistoryAction.Submitted], request.History.Select(h => h.Action));
    }

    [Fact]
    public void Approving_a_step_gives_the_turn_to_the_next_one()
    {
        var request = Make.Request();

        request.Approve(1);

        Assert.Equal([StepStatus.Approved, StepStatus.Pending], request.Steps.Select(s => s.Status));
        Assert.Equal(FinalStatus.InProgress, request.Status);
        Assert.Equal(3, request.Current!.ApproverId);
    }

    [Fact]
    public void The_last_approval_is_final()
    {
        var request = Make.Request();

        request.Approve(1);
        request.Approve(2);

        Assert.Equal(FinalStatus.Approved, request.Status);
        Assert.Null(request.Current);
    }

    [Fact]
    public void A_rejection_is_final_at_once_and_its_reason_readable()
    {
        var request = Make.Request();

        request.Reject(1, "Too dear.");

        Assert.Equal(FinalStatus.Rejected, request.Status);
        Assert.Equal("Too dear.", request.Reason);
        Assert.Equal([StepStatus.Rejected, StepStatus.Cancelled], request.Steps.Select(s => s.Status));
    }

    [Fact]
    public void Step_order_is_enforced()
    {
        var request = Make.Request();

        request.Approve(2);

        Assert.Equal([StepStatus.Pending, StepStatus.Waiting], request.Steps.Select(s => s.Status));
    }

    [Fact]
    public void Only_the_approver_of_the_step_decides_it()
    {
        var request = Make.Request();

        request.Approve(1, approver: 99);

        Assert.Equal(StepStatus.Pending, request.Steps[0].Status);
    }

    [Fact]
    public void The_same_decision_is_applied_once()
    {
        var request = Make.Request();

        request.Approve(1, "d");
        var (history, sent) = (request.History.Count, request.Sent());
        request.Approve(1, "d");

        Assert.Equal(history, request.History.Count);
        Assert.Equal(StepStatus.Pending, request.Steps[1].Status);
        Assert.Equal(sent, request.Sent());
    }

    [Theory]
    [InlineData(FinalStatus.Approved)]
    [InlineData(FinalStatus.Rejected)]
    [InlineData(FinalStatus.Cancelled)]
    public void A_final_status_never_changes(FinalStatus status)
    {
        var request = Make.Request(approvers: 2);
        if (status == FinalStatus.Approved) request.Approve(1);
        if (status == FinalStatus.Rejected) request.Reject(1);
        if (status == FinalStatus.Cancelled) request.Cancel(1, Make.At());
        var history = request.History.Count;

        request.Approve(1, "other");
        request.Reject(1, "late", "another");
        request.LeaveDeducted(Make.At());
        request.LeaveRefused("no", Make.At());
        var cancelled = request.Cancel(1, Make.At());

        Assert.Equal(status, request.Status);
        Assert.Equal(history, request.History.Count);
        Assert.False(cancelled);
    }

    [Fact]
    public void Annual_leave_is_not_final_before_it_is_deducted()
    {
        var request = Make.Request(type: ApprovalType.AnnualLeave, leaveDays: 2, approvers: 2);

        request.Approve(1);
        Assert.Equal((FinalStatus.InProgress, true), (request.Status, request.Deducting));
        Assert.False(request.Cancel(1, Make.At()));

        request.LeaveDeducted(Make.At());
        request.LeaveDeducted(Make.At());
        Assert.Equal((FinalStatus.Approved, false), (request.Status, request.Deducting));
        Assert.Single(request.History, h => h.Action == HistoryAction.LeaveDeducted);
    }

    [Fact]
    public void Only_one_at_a_time_deducts_the_leave()
    {
        var request = Make.Request(type: ApprovalType.AnnualLeave, leaveDays: 2, approvers: 2);
        Assert.False(request.LeaseDeduction(Make.Noon, Make.Noon.AddSeconds(10)));
        request.Approve(1);

        Assert.True(request.LeaseDeduction(Make.Noon, Make.Noon.AddSeconds(10)));
        Assert.False(request.LeaseDeduction(Make.Noon.AddSeconds(9), Make.Noon.AddSeconds(19)));
        Assert.True(request.LeaseDeduction(Make.Noon.AddSeconds(10), Make.Noon.AddSeconds(20)));
        // A clock that was two minutes ahead is put right.
        Assert.True(request.LeaseDeduction(Make.Noon.AddMinutes(2), Make.Noon.AddMinutes(2).AddSeconds(10)));
        Assert.True(request.LeaseDeduction(Make.Noon.AddSeconds(11), Make.Noon.AddSeconds(21)));
        request.LeaveDeducted(Make.At());

        Assert.False(request.LeaseDeduction(Make.Noon.AddSeconds(30), Make.Noon.AddSeconds(40)));
    }

    [Fact]
    public void Leave_that_is_refused_ends_the_request_as_rejected_with_the_reason()
    {
        var request = Make.Request(type: ApprovalType.AnnualLeave, leaveDays: 20, approvers: 2);

        request.Approve(1);
        request.LeaveRefused("balance_too_small: 3 days are left.", Make.At());

        Assert.Equal(FinalStatus.Rejected, request.Status);
        Assert.Equal("balance_too_small: 3 days are left.", request.Reason);
        Assert.Equal(StepStatus.Approved, request.Steps[0].Status);
    }

    [Fact]
    public void Cancelling_ends_open_steps_and_keeps_decided_ones()
    {
        var request = Make.Request(approvers: [2, 3, 4]);
        request.Approve(1);

        Assert.True(request.Cancel(1, Make.At(9)));

        Assert.Equal(FinalStatus.Cancelled, request.Status);
        Assert.Equal(
            [StepStatus.Approved, StepStatus.Cancelled, StepStatus.Cancelled], request.Steps.Select(s => s.Status));
        Assert.Equal(HistoryAction.Cancelled, request.History[^1].Action);
    }

    [Fact]
    public void A_request_concerns_its_requester_and_its_approvers()
    {
        var request = Make.Request();

        Assert.True(request.Concerns(1) && request.Concerns(2) && request.Concerns(3));
        Assert.False(request.Concerns(4));
    }
}
