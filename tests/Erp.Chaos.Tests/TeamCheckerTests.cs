using Erp.Chaos.Checking;

namespace Erp.Chaos.Tests;

/// <summary>A team's made-up history with one thing wrong: the checker finds it, and nothing else.</summary>
public sealed class TeamCheckerTests
{
    private const long Dan = 1, Eve = 2, Gone = 10, Kept = 11, Quest = 20;
    private const string Today = "2026-06-01";

    private static readonly LeaveState[] Leaves =
        [new(Gone, Dan, "back", "CANCELLED", 1m), new(Kept, Dan, "kept", "APPROVED", 1m)];

    private static readonly TeamEntry[] Ledger =
    [
        new(Dan, "LEAVE", "10", -1m), new(Dan, "LEAVE_CANCELLED", "10", 1m), new(Dan, "LEAVE", "11", -1m),
        new(Dan, "QUEST", "20/1", 0.5m),
    ];

    private readonly History _history = new();

    public TeamCheckerTests()
    {
        _history.Add(new CheckedIn(Dan, Today));
        _history.Add(new CheckedIn(Dan, null));
        _history.Add(new LeaveAsked(Dan, "back", Gone));
        _history.Add(new LeaveAsked(Dan, "kept", Kept));
        _history.Add(new LeaveMoved(Gone, "approve", Answer.Yes));
        _history.Add(new LeaveMoved(Gone, "cancel", Answer.Unknown));
        _history.Add(new LeaveMoved(Kept, "approve", Answer.Yes));
        _history.Add(new QuestClaimed(Quest, Dan, 1));
        foreach (var (person, notices) in Told())
            foreach (var notice in notices) _history.Push(person, notice);
    }

    [Fact]
    public void What_is_right_is_right() => Assert.Empty(Check(With()));

    [Fact]
    public void A_leave_that_is_gone() =>
        Finds(ViolationKind.Lost, "leave 11 was answered 201, but is gone", With(leaves: [Leaves[0]]), others: true);

    [Fact]
    public void A_leave_that_is_there_twice() => Finds(
        ViolationKind.Doubled, "leave kept is 2 times there", With(leaves: [.. Leaves, Leaves[1] with { Id = 12 }]),
        others: true);

    [Fact]
    public void A_decision_that_did_not_happen()
    {
        _history.Add(new LeaveMoved(Kept, "cancel", Answer.Yes));
        Finds(ViolationKind.Untrue, "leave 11 is APPROVED, but it was told approve: Yes, cancel: Yes", With());
    }

    [Fact]
    public void A_cancel_that_nobody_asked_for() => Finds(
        ViolationKind.Untrue, "leave 11 is CANCELLED, but it was told approve: Yes",
        With(leaves: [Leaves[0], Leaves[1] with { Status = "CANCELLED" }]), others: true);

    [Fact]
    public void A_leave_that_is_deducted_twice() => Finds(
        ViolationKind.Doubled, "leave 11 is APPROVED, but booked are -2 and 0 days",
        With(ledger: [.. Ledger, new(Dan, "LEAVE", "11", -1m)]));

    [Fact]
    public void Days_that_do_not_come_back() => Finds(
        ViolationKind.Lost, "leave 10 is CANCELLED, but booked are -1 and 0 days",
        With(ledger: [.. Ledger.Where(e => e.Kind != "LEAVE_CANCELLED")]));

    [Fact]
    public void A_reward_that_is_paid_twice() => Finds(
        ViolationKind.Doubled, "the reward of quest 20 was paid 2 times to employee 1",
        With(ledger: [.. Ledger, new(Dan, "QUEST", "20/1", 0.5m)]));

    [Fact]
    public void A_reward_that_is_not_paid() => Finds(
        ViolationKind.Lost, "the reward of quest 20 was paid 0 times",
        With(ledger: [.. Ledger.Where(e => e.Kind != "QUEST")]));

    [Fact]
    public void Two_claims_that_were_both_answered_200()
    {
        _history.Add(new QuestClaimed(Quest, Dan, 2));
        Finds(ViolationKind.Untrue, "both claims of quest 20", With(), others: true);
    }

    [Fact]
    public void Two_check_ins_of_a_day_that_were_both_answered_201()
    {
        _history.Add(new CheckedIn(Dan, Today));
        Finds(ViolationKind.Untrue, "employee 1 was let in 2 times on 2026-06-01", With());
    }

    [Fact]
    public void A_check_in_that_is_not_in_the_book() =>
        Finds(ViolationKind.Lost, "which is not in the book", With(days: []), others: true);

    [Fact]
    public void A_manager_who_is_not_told()
    {
        var told = Told();
        told[Eve] = [.. told[Eve].Skip(1)];
        Finds(
            ViolationKind.NotTold, "recent of employee 2 has LEAVE_REQUESTED PENDING 1 times, not 2",
            With(told: told));
    }

    [Fact]
    public void An_owner_who_is_told_twice()
    {
        var told = Told();
        told[Dan] = [.. told[Dan], new(9, "m9", "LEAVE_STATUS_CHANGED", null, "APPROVED")];
        Finds(
            ViolationKind.Doubled, "recent of employee 1 has LEAVE_STATUS_CHANGED APPROVED 3 times, not 2",
            With(told: told));
    }

    private void Finds(ViolationKind kind, string what, TeamState team, bool others = false)
    {
        var found = Check(team);
        Assert.Contains(found, v => v.Kind == kind && v.What.Contains(what, StringComparison.Ordinal));
        if (!others) Assert.Single(found);
    }

    private IReadOnlyList<Violation> Check(TeamState team) => new Checker(_history, new() { Team = team }).Check();

    private static TeamState With(
        LeaveState[]? leaves = null, TeamEntry[]? ledger = null, string[]? days = null,
        Dictionary<long, IReadOnlyList<Notice>>? told = null) => new()
        {
            Leaves = leaves ?? Leaves, Ledger = ledger ?? Ledger, ManagerId = Eve, Recent = told ?? Told(),
            Attendance = new Dictionary<long, IReadOnlyList<string>> { [Dan] = days ?? [Today] },
        };

    private static Dictionary<long, IReadOnlyList<Notice>> Told() => new()
    {
        [Dan] =
        [
            new(1, "m1", "LEAVE_STATUS_CHANGED", null, "APPROVED"),
            new(2, "m2", "LEAVE_STATUS_CHANGED", null, "APPROVED"),
            new(3, "m3", "QUEST_STATUS_CHANGED", null, "APPROVED"),
        ],
        [Eve] =
        [
            new(1, "m4", "LEAVE_REQUESTED", null, "PENDING"), new(2, "m5", "LEAVE_REQUESTED", null, "PENDING"),
            new(3, "m6", "LEAVE_CANCELLED", null, "CANCELLED"),
        ],
    };
}
