using Erp.Approval.Requests.Domain;
using Erp.Approval.Tests.Support;
using Erp.Contracts;

namespace Erp.Approval.Tests.Domain;

/// <summary>Who decides a step, when people are away, leave, or HR names somebody else.</summary>
public sealed class LineTests
{
    private static readonly StandIns Away3 = new() { Deputies = { [3] = 30 } };

    [Fact]
    public void A_step_whose_approver_is_away_goes_to_the_deputy_and_the_history_names_both()
    {
        var request = Make.Request();

        Approve(request, 2, Away3);

        Assert.Equal((30, 3), (request.Current!.ApproverId, request.Current.OnBehalfOf));
        var line = request.History[^1];
        Assert.Equal((HistoryAction.Delegated, 2, 30, 3), (line.Action, line.Step, line.ApproverId, line.InsteadOf));
        Assert.Equal([(1, "APPROVAL_STATUS_CHANGED"), (30, "APPROVAL_REQUESTED")], ToldBy(request, after: 1));
        Assert.True(request.Concerns(3) && request.Concerns(30));

        Approve(request, 30, StandIns.None);
        Assert.Equal((FinalStatus.Approved, 3), (request.Status, request.History[^1].InsteadOf));
    }

    [Fact]
    public void What_happens_later_has_a_later_time_although_a_clock_is_behind()
    {
        var request = Make.Request();
        var behind = Make.At(-120);

        request.Decide("d-1", 1, 2, approved: true, null, behind.Now, behind, Away3);

        var times = request.History.Select(line => line.At).ToList();
        Assert.Equal([times[0], times[0].AddMilliseconds(1), times[0].AddMilliseconds(1)], times);
        Assert.Equal(
            times, request.ToldSince(times[0]).Select(told => told.Notification.Timestamp));
    }

    [Fact]
    public void The_first_step_goes_to_a_deputy_too()
    {
        var request = ApprovalRequest.Submit(
            7, Make.Submission(), Make.At(), new StandIns { Deputies = { [2] = 20 } });

        Assert.Equal((20, 2), (request.Current!.ApproverId, request.Current.OnBehalfOf));
        Assert.Equal([(20, "APPROVAL_REQUESTED")], ToldBy(request, after: 0));
    }

    [Theory]
    [InlineData(1)] // the requester
    [InlineData(2)] // has decided an earlier step
    [InlineData(4)] // will decide a later one
    public void A_deputy_who_has_a_part_in_the_request_is_passed_over(long deputy)
    {
        var request = Make.Request(approvers: [2, 3, 4]);

        Approve(request, 2, new() { Deputies = { [3] = deputy } });

        Assert.Equal((3, (long?)null), (request.Current!.ApproverId, request.Current.OnBehalfOf));
        Assert.Equal([(1, "APPROVAL_STATUS_CHANGED"), (3, "APPROVAL_REQUESTED")], ToldBy(request, after: 1));
    }

    [Fact]
    public void Reassigning_a_pending_step_takes_it_from_one_inbox_to_another()
    {
        var request = Make.Request();
        var before = request.Current!;

        Assert.True(request.Reassign(1, 9, by: 5, "Ill.", Make.At(1)));
        Assert.False(request.Reassign(1, 9, by: 5, "Ill.", Make.At(2)));

        var after = request.Current!;
        Assert.Equal((9, before.Turn + 1), (after.ApproverId, after.Turn));
        Assert.NotEqual(before.AssignmentId, after.AssignmentId);
        Assert.Equal(
            [nameof(StepWithdrawn), nameof(StepAssigned)],
            request.Sent().Where(t => t is nameof(StepWithdrawn) or nameof(StepAssigned)));
        var line = request.History[^1];
        Assert.Equal(
            (HistoryAction.Reassigned, 5, "Ill.", 9, 2),
            (line.Action, line.By, line.Reason, line.ApproverId, line.InsteadOf));
        Assert.Equal([(9, "APPROVAL_REQUESTED"), (2, "APPROVAL_STATUS_CHANGED")], ToldBy(request, after: 1));
        request.Approve(1, "late", approver: 2);
        Assert.Equal(StepStatus.Pending, request.Steps[0].Status);
    }

    [Fact]
    public void Reassigning_a_waiting_step_tells_nobody_before_its_turn()
    {
        var request = Make.Request();

        Assert.True(request.Reassign(2, 9, by: 5, "Ill.", Make.At(1)));
        Assert.Empty(ToldBy(request, after: 1));
        request.Approve(1);

        Assert.Equal(9, request.Current!.ApproverId);
        Assert.Equal([(1, "APPROVAL_STATUS_CHANGED"), (9, "APPROVAL_REQUESTED")], ToldBy(request, after: 2));
    }

    [Fact]
    public void A_decided_or_ended_step_is_not_reassigned()
    {
        var request = Make.Request();
        request.Approve(1);
        Assert.False(request.Reassign(1, 9, by: 5, "Ill.", Make.At()));

        request.Cancel(1, Make.At());
        Assert.False(request.Reassign(2, 9, by: 5, "Ill.", Make.At()));
    }

    [Fact]
    public void The_step_of_somebody_who_left_goes_to_their_deputy()
    {
        var request = Make.Request();
        var people = new StandIns { Deputies = { [2] = 20 }, Left = [2], InHr = [5] };

        Assert.True(request.ApproverLeft(2, Make.At(1), people));
        Assert.False(request.ApproverLeft(2, Make.At(2), people));

        Assert.Equal((20, 2, false), (request.Current!.ApproverId, request.Current.OnBehalfOf, request.Stuck));
    }

    [Fact]
    public void Without_a_deputy_all_of_HR_is_told_once()
    {
        var request = Make.Request();
        var people = new StandIns { Left = [2], InHr = [5, 6] };

        Assert.True(request.ApproverLeft(2, Make.At(1), people));
        Assert.False(request.ApproverLeft(2, Make.At(2), people));
        Assert.True(request.Stuck);
        Assert.Equal([(5, "APPROVAL_STUCK"), (6, "APPROVAL_STUCK")], ToldBy(request, after: 1));

        Assert.True(request.Reassign(1, 9, by: 5, "Left.", Make.At(3)));
        Assert.False(request.Stuck);
    }

    [Fact]
    public void Who_comes_back_has_their_step_as_before()
    {
        var request = Make.Request();
        request.ApproverLeft(2, Make.At(1), new StandIns { Left = [2] });

        Assert.True(request.ApproverLeft(2, Make.At(2), StandIns.None));

        Assert.False(request.Stuck);
        request.Approve(1);
        Assert.Equal(StepStatus.Approved, request.Steps[0].Status);
    }

    [Fact]
    public void A_deputy_who_leaves_gives_the_step_back_to_whom_it_was_of()
    {
        var request = Make.Request();
        Approve(request, 2, Away3);

        Assert.True(request.ApproverLeft(30, Make.At(9), new StandIns { Left = [30] }));

        Assert.Equal((3, (long?)null), (request.Current!.ApproverId, request.Current.OnBehalfOf));
    }

    [Fact]
    public void A_turn_that_comes_to_somebody_who_left_is_stuck_at_once()
    {
        var request = Make.Request();

        Approve(request, 2, new() { Left = [3], InHr = [5] });

        Assert.True(request.Stuck);
        Assert.Equal(
            [(1, "APPROVAL_STATUS_CHANGED"), (3, "APPROVAL_REQUESTED"), (5, "APPROVAL_STUCK")],
            ToldBy(request, after: 1));
    }

    [Fact]
    public void What_is_told_again_is_what_was_told_whoever_has_the_step_by_then()
    {
        var request = ApprovalRequest.Submit(
            7, Make.Submission(approvers: [2, 3, 4]) with { Readers = [8] }, Make.At(), StandIns.None);
        request.Comment(2, "Why?", Make.At(1));
        request.Reassign(1, 9, by: 5, "Ill.", Make.At(2));
        request.Reassign(2, 10, by: 5, "Ill.", Make.At(3));
        request.Comment(8, "Because.", Make.At(4));
        Approve(request, 9, new() { Deputies = { [10] = 100 } });
        request.ApproverLeft(100, Make.At(20), new StandIns { Left = [100, 10], InHr = [5] });
        request.Cancel(5, Make.At(21));

        Assert.Equal(
            request.Outbox.Where(e => e.Type == nameof(NotificationRequested)).Select(e => e.Id),
            request.ToldSince(Make.Noon).Select(t => t.Id));
    }

    [Fact]
    public void A_comment_is_told_to_the_others_and_an_end_to_readers_too()
    {
        var request = ApprovalRequest.Submit(
            7, Make.Submission() with { Readers = [8, 1] }, Make.At(), StandIns.None);

        Assert.True(request.Comment(3, "Would ten do?", Make.At(1)));
        Assert.Equal([1, 2, 8], ToldBy(request, after: 1).Select(t => t.EmployeeId).Order());
        Assert.All(ToldBy(request, after: 1), told => Assert.Equal("APPROVAL_COMMENTED", told.Type));
        request.Reject(1);
        Assert.Equal([1, 8], ToldBy(request, after: 2).Select(t => t.EmployeeId).Order());
        Assert.True(request.Concerns(8));

        for (var i = 0; i < ApprovalRequest.MostComments; i++) request.Comment(1, "More.", Make.At(2));
        Assert.False(request.Comment(1, "Too much.", Make.At(3)));
    }

    [Fact]
    public void A_comment_is_known_again_by_its_author_and_its_key()
    {
        var request = Make.Request();
        request.Comment(2, "Why?", Make.At(1), "key-1");

        Assert.Equal("Why?", request.FindComment(2, "key-1")?.Text);
        Assert.Null(request.FindComment(2, "key-2"));
        Assert.Null(request.FindComment(3, "key-1"));
    }

    private static void Approve(ApprovalRequest request, long approver, StandIns people) =>
        request.Decide(
            $"decision-of-{approver}", request.Current!.Step, approver, true, null, Make.Noon, Make.At(10), people);

    private static IEnumerable<(long EmployeeId, string Type)> ToldBy(ApprovalRequest request, int after) =>
        request.ToldSince(Make.Noon)
            .Where(t => int.Parse(t.Id.Split('-')[2], System.Globalization.CultureInfo.InvariantCulture) > after)
            .Select(t => (t.Notification.EmployeeId, t.Notification.Type));
}
