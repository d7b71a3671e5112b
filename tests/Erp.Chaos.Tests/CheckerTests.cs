using Erp.Chaos.Checking;
using Erp.Chaos.Load;

namespace Erp.Chaos.Tests;

/// <summary>A made-up history with one thing wrong: the checker finds it, and nothing else.</summary>
public sealed class CheckerTests
{
    private const long Ann = 1, Bob = 2, Cho = 3, First = 10, Left = 11;
    private readonly History _history = new();

    public CheckerTests()
    {
        var plan = new Plan(0, "ANNUAL_LEAVE", 0.5m, Ending.Approved, 0, 0, 1, 2);
        _history.Add(new Submitted(plan, "one", Ann, [Bob, Cho], First));
        _history.Add(new Submitted(plan with { Number = 1, Ending = Ending.LeftAlone }, "two", Ann, [Bob, Cho], Left));
        _history.Add(new Decided(First, 1, Bob, "approved", Answer.Yes));
        _history.Add(new Decided(First, 2, Cho, "approved", Answer.Yes));
        _history.Add(new Seen(First, "in_progress"));
        _history.Add(new Seen(First, "approved"));
        foreach (var (person, notices) in Good().Recent)
            foreach (var notice in notices) _history.Push(person, notice);
    }

    [Fact]
    public void What_is_right_is_right() => Assert.Empty(new Checker(_history, Good()).Check());

    [Fact]
    public void A_request_that_is_gone() => Finds(
        ViolationKind.Lost, "request 11 (two) was answered 201", With(requests: [Approved()], inbox: []), others: true);

    [Fact]
    public void A_request_that_is_there_twice() => Finds(
        ViolationKind.Doubled, "two was handed in once",
        With(requests: [Approved(), Waiting(), Waiting() with { RequestId = 12 }]), others: true);

    [Fact]
    public void A_request_of_nobody() => Finds(
        ViolationKind.Untrue, "request 12 was handed in by nobody",
        With(requests: [Approved(), Waiting(), Waiting() with { RequestId = 12, Title = "?" }]), others: true);

    [Fact]
    public void A_decision_that_was_answered_and_is_not_in_the_record()
    {
        _history.Add(new Decided(Left, 1, Bob, "approved", Answer.Yes));
        Finds(ViolationKind.Lost, "'approved' for step 1 of request 11 was answered 200", Good());
    }

    [Fact]
    public void A_decision_and_a_cancel_that_were_both_answered_200()
    {
        _history.Add(new Decided(Left, 1, Bob, "approved", Answer.Yes));
        _history.Add(new Withdrawn(Left, Answer.Yes));
        Finds(ViolationKind.Untrue, "and so was the cancel", With(requests: [Approved(), Cancelled()], inbox: [],
            told: Told.Add(Bob, new(9, "m9", "APPROVAL_STATUS_CHANGED", Left, "cancelled"))), others: true);
    }

    [Fact]
    public void A_cancel_that_was_answered_and_did_not_happen()
    {
        _history.Add(new Withdrawn(First, Answer.Yes));
        Finds(ViolationKind.Untrue, "the cancel of request 10 was answered 200, but it is approved", Good());
    }

    [Fact]
    public void A_cancel_that_nobody_asked_for() => Finds(
        ViolationKind.Untrue, "cancelled  of request 11 is in the record, but nobody was told so",
        With(requests: [Approved(), Cancelled()], inbox: []), others: true);

    [Fact]
    public void A_decision_that_nobody_made() => Finds(
        ViolationKind.Untrue, "step_rejected 1 of request 11 is in the record, but nobody was told so",
        With(requests: [Approved(), Rejected()], inbox: []), others: true);

    [Fact]
    public void A_decision_that_is_in_the_record_twice() => Finds(
        ViolationKind.Doubled, "step_approved 1 of request 10 is 2 times there",
        With(requests:
            [Approved() with { History = [.. Approved().History, new("step_approved", 1, Bob)] }, Waiting()]));

    [Fact]
    public void A_decision_of_somebody_who_had_the_step_no_more()
    {
        _history.Add(new Reassigned(First, 1, Cho, Answer.Yes));
        Finds(ViolationKind.Untrue, "and so was that the step is somebody else's", With(requests:
        [
            Approved() with
            {
                History = [.. Approved().History.Select(d => d.Step == 1 ? d with { By = Cho } : d),
                    new("reassigned", 1, ApproverId: Cho, InsteadOf: Bob)],
            },
            Waiting(),
        ]), others: true);
    }

    [Fact]
    public void A_step_that_was_given_to_somebody_else_and_was_not()
    {
        _history.Add(new Reassigned(Left, 1, Cho, Answer.Yes));
        Finds(ViolationKind.Untrue, "that step 1 of request 11 is somebody else's was answered 200", Good());
    }

    [Fact]
    public void A_step_that_nobody_gave_to_somebody_else() => Finds(
        ViolationKind.Untrue, "reassigned 1 of request 11 is in the record, but nobody was told so",
        With(requests:
        [
            Approved(),
            Waiting() with { History = [.. Waiting().History, new("reassigned", 1, ApproverId: Bob, InsteadOf: Cho)] },
        ]), others: true);

    [Fact]
    public void A_request_that_is_nobodys_turn() => Finds(
        ViolationKind.Lost, "request 11 is nobody's turn",
        With(requests: [Approved(), Waiting() with { Steps = Steps("approved", "waiting") }], inbox: []));

    [Fact]
    public void A_step_that_could_not_be_decided()
    {
        _history.Add(new Submitted(
            new(2, "GENERAL", null, Ending.Approved, 0, 0, 1, 2), "three", Ann, [Bob, Cho], 12));
        Finds(ViolationKind.Lost, "step 1 of request 12 waits still", With(
            requests: [Approved(), Waiting(), Waiting() with { RequestId = 12, Title = "three" }]), others: true);
    }

    [Fact]
    public void A_status_that_does_not_fit_the_steps() => Finds(
        ViolationKind.Untrue, "request 11 is approved, but its steps are pending, waiting",
        With(requests: [Approved(), Waiting() with { Status = "approved", LeaveDays = null }]), others: true);

    [Fact]
    public void A_final_status_that_changed()
    {
        _history.Add(new Seen(First, "rejected"));
        Finds(ViolationKind.Untrue, "request 10 was seen approved, and rejected after that", Good());
    }

    [Fact]
    public void An_inbox_that_lacks_a_step() => Finds(
        ViolationKind.Lost, "request 11 waits for employee 2, whose inbox lacks it", With(inbox: []));

    [Fact]
    public void An_inbox_with_what_is_ended() => Finds(
        ViolationKind.Untrue, "has request 10, which does not wait for them (approved)", With(inbox: [First, Left]));

    [Fact]
    public void An_inbox_with_a_step_twice() => Finds(
        ViolationKind.Doubled, "the inbox of employee 2 has request 11 twice", With(inbox: [Left, Left]));

    [Fact]
    public void Leave_that_is_not_deducted() => Finds(
        ViolationKind.Lost, "request 10 is approved, but its leave is not deducted", With(ledger: []));

    [Fact]
    public void Leave_that_is_deducted_twice() => Finds(
        ViolationKind.Doubled, "leave was deducted 2 times for request 10",
        With(ledger: [new(Ann, "10", -0.5m), new(Ann, "10", -0.5m)]));

    [Fact]
    public void Leave_that_is_deducted_for_what_is_not_approved() => Finds(
        ViolationKind.Untrue, "leave was deducted 1 times for request 11",
        With(ledger: [new(Ann, "10", -0.5m), new(Ann, "11", -0.5m)]));

    [Fact]
    public void Other_days_than_were_asked_for() => Finds(
        ViolationKind.Untrue, "request 10 asked for 0.5 days, but the ledger says -1",
        With(ledger: [new(Ann, "10", -1m)]));

    [Fact]
    public void A_balance_that_is_not_the_sum() => Finds(
        ViolationKind.Doubled, "employee 1 took 0.5 days, but the balance says 1", With(used: 1m));

    [Fact]
    public void A_person_who_is_not_told() => Finds(
        ViolationKind.NotTold, "recent of employee 1 lacks APPROVAL_STATUS_CHANGED approved of request 10",
        With(told: Told.Without(Ann, "m3")));

    [Fact]
    public void A_person_who_is_told_twice() => Finds(
        ViolationKind.Doubled, "recent of employee 1 has APPROVAL_STATUS_CHANGED approved of request 10 2 times",
        With(told: Told.Add(Ann, new(9, "m9", "APPROVAL_STATUS_CHANGED", First, "approved"))));

    [Fact]
    public void One_message_that_is_stored_twice() => Finds(
        ViolationKind.Doubled, "recent of employee 1 has message m3 of request 10 2 times",
        With(told: Told.Add(Ann, new(9, "m3", "APPROVAL_STATUS_CHANGED", First, "approved"))));

    [Fact]
    public void A_person_who_is_told_what_did_not_happen() => Finds(
        ViolationKind.Untrue, "recent of employee 1 has APPROVAL_STATUS_CHANGED rejected of request 11",
        With(told: Told.Add(Ann, new(9, "m9", "APPROVAL_STATUS_CHANGED", Left, "rejected"))));

    [Fact]
    public void A_person_who_is_told_in_another_order() => Finds(
        ViolationKind.Reordered, "recent of employee 1 has request 10 in the order approved, in_progress",
        With(told: Told.Reversed(Ann)));

    [Fact]
    public void Who_gives_a_step_away_and_gets_a_later_one_is_told_of_both_in_this_order()
    {
        const long Dan = 9;
        _history.Add(new Reassigned(Left, 1, Dan, Answer.Yes));
        _history.Add(new Decided(Left, 1, Dan, "approved", Answer.Yes));
        var given = Waiting() with
        {
            Steps = [new(1, Dan, "approved"), new(2, Bob, "pending")],
            History =
            [
                new("submitted", null), new("reassigned", 1, ApproverId: Dan, InsteadOf: Bob),
                new("step_approved", 1, Dan), new("delegated", 2, ApproverId: Bob, InsteadOf: Cho),
            ],
        };
        var told = Told.Add(Ann, new(4, "m6", "APPROVAL_STATUS_CHANGED", Left, "in_progress"));
        told[Bob] =
        [
            .. told[Bob], new(3, "m7", "APPROVAL_STATUS_CHANGED", Left, "in_progress"),
            new(4, "m8", "APPROVAL_REQUESTED", Left, "pending"),
        ];
        told[Dan] = [new(1, "m9", "APPROVAL_REQUESTED", Left, "pending")];

        Assert.Empty(Found());
        told[Bob] = [told[Bob][0], told[Bob][1], told[Bob][3], told[Bob][2]];
        Assert.Equal(ViolationKind.Reordered, Assert.Single(Found()).Kind);
        told[Bob] = [told[Bob][0], told[Bob][1], told[Bob][3]];
        Assert.Equal(ViolationKind.NotTold, Assert.Single(Found()).Kind);

        IEnumerable<Violation> Found() => new Checker(
            _history, With(requests: [Approved(), given], told: told)).Check().Where(v => v.What.StartsWith("recent"));
    }

    [Fact]
    public void A_socket_that_brings_something_again_though_nothing_was_lost()
    {
        _history.Push(Ann, Told.Good[Ann][1]);
        Finds(ViolationKind.Doubled, "the socket of employee 1 has message m3", Good());
        Assert.Empty(new Checker(_history, Good(), pushesRepeat: true).Check());
    }

    [Fact]
    public void An_answer_that_nobody_should_get()
    {
        _history.Complain("GET /x was answered 500");
        Finds(ViolationKind.Untrue, "GET /x was answered 500", Good());
    }

    private void Finds(ViolationKind kind, string what, Observed observed, bool others = false)
    {
        var found = new Checker(_history, observed).Check();
        Assert.Contains(found, v => v.Kind == kind && v.What.Contains(what, StringComparison.Ordinal));
        if (!others) Assert.Single(found);
    }

    private static Observed Good() => With();

    private static Observed With(
        RequestState[]? requests = null, long[]? inbox = null, LedgerEntry[]? ledger = null, decimal used = 0.5m,
        Dictionary<long, IReadOnlyList<Notice>>? told = null) => new()
        {
            Requests = requests ?? [Approved(), Waiting()],
            Inboxes = new Dictionary<long, IReadOnlyList<long>> { [Bob] = inbox ?? [Left], [Cho] = [] },
            Ledger = ledger ?? [new(Ann, "10", -0.5m)],
            Used = new Dictionary<long, decimal> { [Ann] = used },
            Recent = told ?? Told.Good,
        };

    private static StepState[] Steps(string first, string second) => [new(1, Bob, first), new(2, Cho, second)];

    private static RequestState Approved() => new(
        First, Ann, "one", 0.5m, "approved", Steps("approved", "approved"),
        [
            new("submitted", null), new("step_approved", 1, Bob), new("step_approved", 2, Cho),
            new("leave_deducted", null),
        ]);

    private static RequestState Waiting() => new(
        Left, Ann, "two", 0.5m, "in_progress", Steps("pending", "waiting"), [new("submitted", null)]);

    private static RequestState Cancelled() => Waiting() with
    {
        Status = "cancelled", Steps = Steps("cancelled", "cancelled"),
        History = [new("submitted", null), new("cancelled", null)],
    };

    private static RequestState Rejected() => Waiting() with
    {
        Status = "rejected", Steps = Steps("rejected", "cancelled"),
        History = [new("submitted", null), new("step_rejected", 1, Bob)],
    };

    private static class Told
    {
        public static Dictionary<long, IReadOnlyList<Notice>> Good => new()
        {
            [Ann] =
            [
                new(2, "m2", "APPROVAL_STATUS_CHANGED", First, "in_progress"),
                new(3, "m3", "APPROVAL_STATUS_CHANGED", First, "approved"),
            ],
            [Bob] =
            [
                new(1, "m1", "APPROVAL_REQUESTED", First, "pending"),
                new(2, "m4", "APPROVAL_REQUESTED", Left, "pending"),
            ],
            [Cho] = [new(1, "m5", "APPROVAL_REQUESTED", First, "pending")],
        };

        public static Dictionary<long, IReadOnlyList<Notice>> Add(long person, Notice notice) =>
            new(Good) { [person] = [.. Good[person], notice] };

        public static Dictionary<long, IReadOnlyList<Notice>> Without(long person, string messageId) =>
            new(Good) { [person] = [.. Good[person].Where(n => n.MessageId != messageId)] };

        public static Dictionary<long, IReadOnlyList<Notice>> Reversed(long person) =>
            new(Good) { [person] = [.. Good[person].Reverse()] };
    }
}
