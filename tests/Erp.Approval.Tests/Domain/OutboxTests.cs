using System.Text.Json;
using Erp.Api.Json;
using Erp.Approval.Requests.Domain;
using Erp.Approval.Tests.Support;
using Erp.Contracts;

namespace Erp.Approval.Tests.Domain;

public sealed class OutboxTests
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(15);

    [Fact]
    public void A_new_request_carries_its_assignment_and_its_notification()
    {
        var request = Make.Request();

        Assert.Equal([nameof(StepAssigned), nameof(NotificationRequested)], request.Sent());
        var assigned = Assignment(request);
        Assert.Equal(
            (7, 1, 2, "EXPENSE", "pending"),
            (assigned.RequestId, assigned.Step, assigned.ApproverId, assigned.Type, assigned.Steps[0].Status));
        Assert.All(request.Due(Make.Noon), m => Assert.Equal(("7", Make.At().TraceParent), (m.Key, m.TraceParent)));
    }

    [Fact]
    public void What_awaits_an_answer_stays_until_it_comes_and_is_sent_again_ever_later()
    {
        var request = Make.Request();
        var id = request.Outbox[0].Id;
        var at = Make.Noon;

        foreach (var wait in (double[])[15, 30, 60, 120, 240, 480, 600, 600])
        {
            Assert.Contains(request.Due(at), m => m.Id == id);
            request.Published(request.Due(at).Where(m => m.Id == id), at, First);
            Assert.Equal(at.AddSeconds(wait), request.Outbox[0].DueAt);
            at = at.AddSeconds(wait);
        }
        Assert.True(request.Received(id, "epoch", Make.At()));

        Assert.DoesNotContain(request.Outbox, e => e.Id == id);
        Assert.Equal("epoch", request.Current!.InboxEpoch);
    }

    [Fact]
    public void What_is_not_answered_goes_out_again_before_what_follows_it()
    {
        var request = Make.Request();
        request.Published(request.Due(Make.Noon), Make.Noon, First);
        Assert.Empty(request.Due(Make.At(1).Now));

        request.Approve(1);

        Assert.Equal(
            [
                nameof(NotificationRequested), nameof(StepAssigned), nameof(NotificationRequested),
                nameof(NotificationRequested),
            ],
            request.Due(Make.At(1).Now).Select(m => m.Type));
        Assert.Equal(request.ToldSince(Make.Noon).Select(t => t.Id), request.Due(Make.At(1).Now)
            .Where(m => m.Type == nameof(NotificationRequested)).Select(m => m.Id));
    }

    [Fact]
    public void What_awaits_no_answer_is_done_when_it_is_published()
    {
        var request = Make.Request();
        request.Outbox.Add(request.Outbox[0] with { Id = "told", AwaitsAnswer = false });

        request.Published(request.Due(Make.Noon).Where(m => m.Id == "told"), Make.Noon, First);

        Assert.DoesNotContain(request.Outbox, e => e.Id == "told");
    }

    [Fact]
    public void What_goes_out_once_more_under_its_id_is_not_published_with_what_went_out_before()
    {
        var request = Make.Request();
        var before = request.Due(Make.Noon);
        request.Received(request.Outbox[0].Id, "epoch", Make.At());
        request.MissingInInbox(2, Make.At(1));

        request.Published(before, Make.At(2).Now, First);

        Assert.Equal(0, Assert.Single(request.Outbox, e => e.Type == nameof(StepAssigned)).Attempts);
        Assert.Contains(request.Due(Make.At(2).Now), m => m.Type == nameof(StepAssigned));
    }

    [Fact]
    public void Cancelling_replaces_the_assignment_by_a_withdrawal()
    {
        var request = Make.Request();

        request.Cancel(1, Make.At());

        Assert.DoesNotContain(nameof(StepAssigned), request.Sent());
        Assert.Contains(nameof(StepWithdrawn), request.Sent());
    }

    [Fact]
    public void An_assignment_that_overtook_its_withdrawal_is_withdrawn_again()
    {
        var request = Make.Request();
        var assignment = request.Outbox[0].Id;
        request.Cancel(1, Make.At());
        request.Outbox.Clear();

        Assert.True(request.Received(assignment, "epoch", Make.At()));

        Assert.Equal([nameof(StepWithdrawn)], request.Sent());
    }

    [Fact]
    public void A_new_inbox_gets_the_pending_step_again_under_the_same_id()
    {
        var request = Make.Request();
        var id = request.Outbox[0].Id;
        request.Received(id, "old", Make.At());

        Assert.False(request.InboxStarted("old", Make.At()));
        Assert.True(request.InboxStarted("new", Make.At()));

        Assert.Equal(id, Assert.Single(request.Outbox, e => e.Type == nameof(StepAssigned)).Id);
    }

    [Fact]
    public void An_assignment_is_for_the_life_of_the_inboxes_that_was_known_when_it_was_made()
    {
        var request = ApprovalRequest.Submit(
            7, Make.Submission(), Make.At() with { InboxEpoch = "known" }, StandIns.None);

        Assert.Equal("known", Assignment(request).InboxEpoch);
    }

    [Fact]
    public void An_assignment_for_no_life_is_for_the_first_that_asks_or_begins()
    {
        var (asked, begun) = (Make.Request(), Make.Request());
        Assert.Null(Assignment(asked).InboxEpoch);
        // It is due: it goes out, and the inbox will ask.
        Assert.False(begun.InboxStarted("new", Make.At()));
        begun.Outbox.Clear();

        Assert.True(asked.InboxAsksAgain("new", Make.At()));
        Assert.True(begun.InboxStarted("new", Make.At()));

        foreach (var request in (ApprovalRequest[])[asked, begun])
        {
            Assert.Equal("new", Assignment(request).InboxEpoch);
            Assert.Null(request.Current!.InboxEpoch);
        }
        Assert.False(asked.InboxAsksAgain("new", Make.At()));
    }

    // What was decided in a former life lies before that question, and need not lie before the news of a new life.
    [Fact]
    public void What_another_life_may_have_shown_is_for_a_new_one_only_when_the_inbox_has_asked_for_it()
    {
        var (begun, missing) = (Make.Request(), Make.Request());
        foreach (var request in (ApprovalRequest[])[begun, missing])
        {
            request.InboxAsksAgain("old", Make.At());
            request.Received(request.Current!.AssignmentId, "old", Make.At());
        }

        Assert.True(begun.InboxStarted("new", Make.At()));
        Assert.Equal("old", Assignment(begun).InboxEpoch);
        Assert.True(missing.MissingInInbox(2, Make.At()));
        Assert.Null(Assignment(missing).InboxEpoch);
        missing.Outbox.Clear();
        Assert.True(missing.InboxStarted("new", Make.At()));
        Assert.Null(Assignment(missing).InboxEpoch);

        foreach (var request in (ApprovalRequest[])[begun, missing])
        {
            Assert.True(request.InboxAsksAgain("new", Make.At()));
            Assert.Equal("new", Assignment(request).InboxEpoch);
            Assert.NotEqual("new", request.Current!.InboxEpoch);
        }
    }

    [Fact]
    public void A_step_that_another_life_of_the_inboxes_may_have_is_not_taken_for_one_that_none_has_confirmed_yet()
    {
        var request = Make.Request();
        request.InboxAsksAgain("first", Make.At());
        Assert.Null(request.Current!.InboxEpoch);

        request.InboxAsksAgain("second", Make.At());
        Assert.NotNull(request.Current!.InboxEpoch);
        Assert.NotEqual("second", request.Current!.InboxEpoch);

        request.Received(request.Current!.AssignmentId, "second", Make.At());
        Assert.Equal("second", request.Current!.InboxEpoch);
        request.Reassign(1, 9, 5, "Away.", Make.At());
        Assert.Equal((null, null), (request.Current!.InboxEpoch, request.Current!.SentEpoch));
    }

    [Fact]
    public void A_new_inbox_gets_nothing_of_a_request_that_has_ended()
    {
        var request = Make.Request();
        request.Reject(1);

        Assert.False(request.InboxStarted("new", Make.At()));
    }

    [Fact]
    public void What_the_inbox_misses_goes_out_again_unless_it_is_on_its_way()
    {
        var request = Make.Request();
        var id = request.Outbox[0].Id;
        Assert.False(request.MissingInInbox(2, Make.At()));
        request.Received(id, "epoch", Make.At());

        Assert.True(request.MissingInInbox(2, Make.At()));

        Assert.Equal(id, Assert.Single(request.Outbox, e => e.Type == nameof(StepAssigned)).Id);
        Assert.NotEqual("epoch", request.Current!.InboxEpoch);
        request.Reject(1);
        Assert.False(request.MissingInInbox(2, Make.At()));
    }

    [Fact]
    public void What_the_inbox_shows_too_long_is_withdrawn_once()
    {
        var request = Make.Request();
        Assert.False(request.ShownInInbox(2, Make.At()));
        Assert.True(Make.Request().ShownInInbox(99, Make.At())); // on the line no more, or never
        request.Reject(1);

        Assert.True(request.ShownInInbox(2, Make.At()));
        Assert.False(request.ShownInInbox(2, Make.At()));

        Assert.Contains(nameof(StepWithdrawn), request.Sent());
    }

    [Fact]
    public void Requester_and_next_approver_are_told_of_every_change()
    {
        var request = Make.Request();
        request.Approve(1);
        request.Approve(2);

        var told = request.Outbox.Where(e => e.Type == nameof(NotificationRequested))
            .Select(e => JsonSerializer.Deserialize<NotificationRequested>(e.Payload, ErpJson.MessageOptions)!)
            .Select(n => (n.EmployeeId, n.Type, n.Status));

        Assert.Equal(
        [
            (2, "APPROVAL_REQUESTED", "pending"), (1, "APPROVAL_STATUS_CHANGED", "in_progress"),
            (3, "APPROVAL_REQUESTED", "pending"), (1, "APPROVAL_STATUS_CHANGED", "approved"),
        ], told);
    }

    public static TheoryData<string, Action<ApprovalRequest>> Ends => new()
    {
        { "approved", r => { r.Approve(1); r.Approve(2); } },
        { "rejected", r => { r.Approve(1); r.Reject(2, "Too dear."); } },
        { "cancelled", r => { r.Approve(1); r.Cancel(1, Make.At(9)); } },
        { "deducted", r => { r.Approve(1); r.Approve(2); r.LeaveDeducted(Make.At(9)); } },
        { "refused", r => { r.Approve(1); r.Approve(2); r.LeaveRefused("Too little.", Make.At(9)); } },
    };

    [Theory]
    [MemberData(nameof(Ends))]
    public void Everything_that_was_told_can_be_told_again_under_the_same_ids(string end, Action<ApprovalRequest> ends)
    {
        var leave = end is "deducted" or "refused";
        var request = Make.Request(type: leave ? ApprovalType.AnnualLeave : ApprovalType.Expense,
            leaveDays: leave ? 2 : null);
        ends(request);

        var told = request.Outbox.Where(e => e.Type == nameof(NotificationRequested))
            .Select(e => (
                e.Id, JsonSerializer.Deserialize<NotificationRequested>(e.Payload, ErpJson.MessageOptions)!))
            .ToList();

        Assert.Equal(told, request.ToldSince(DateTimeOffset.MinValue));
        Assert.Equal(told.Count, told.Select(t => t.Id).Distinct().Count());
        Assert.Equal(told[1..], request.ToldSince(Make.Noon.AddSeconds(1)));
        // In parts, too, and these say the same.
        Assert.All(told, t => Assert.All(
            t.Item2.Sentence!.Values.Values, v => Assert.Contains(v, t.Item2.Message, StringComparison.Ordinal)));
    }

    private static StepAssigned Assignment(ApprovalRequest request) => JsonSerializer.Deserialize<StepAssigned>(
        Assert.Single(request.Outbox, e => e.Type == nameof(StepAssigned)).Payload, ErpJson.MessageOptions)!;
}
