using Erp.Approval.Processing;
using Erp.Contracts;
using Erp.Messaging;
using StackExchange.Redis;

namespace Erp.Approval.Tests.Processing;

/// <summary>Steps that are withdrawn, or held while their withdrawal is decided.</summary>
public sealed class InboxHoldTests(RedisServer redis) : InboxTests(redis)
{
    [Fact]
    public async Task A_hold_that_is_over_lets_no_decision_in_before_the_record_has_said_that_nothing_was_cancelled()
    {
        await PutAsync();
        Assert.True((await Inbox.HoldAsync(2, Id, 0, TimeSpan.FromMilliseconds(1)))!.Shown);

        await Eventually.TrueAsync(
            async () => (await DecideAsync(DecisionStatus.Approved)).Outcome == DecideOutcome.Unsure);
        await PutAsync(); // once more from before the cancel
        Assert.Equal(DecideOutcome.Unsure, (await DecideAsync(DecisionStatus.Approved)).Outcome);

        await Eventually.TrueAsync(async () =>
        {
            await CompareAsync(Id);
            return (await DecideAsync(DecisionStatus.Approved)).Outcome == DecideOutcome.Decided;
        });
    }

    [Fact]
    public async Task A_step_that_is_being_withdrawn_takes_no_decision_whatever_is_lost()
    {
        var database = Connection.GetDatabase();
        foreach (var lost in await HeldAsync())
        {
            await Redis.FlushAsync();
            await BeginAsync();
            await HeldAsync();
            await database.KeyDeleteAsync(lost);

            var outcome = (await DecideAsync(DecisionStatus.Approved)).Outcome;

            Assert.True(outcome is DecideOutcome.Held or DecideOutcome.Absent, $"{outcome} without {lost}");
        }

        async Task<List<RedisKey>> HeldAsync()
        {
            await PutAsync();
            await Inbox.HoldAsync(2, Id, 0, InboxHold.Duration);
            var keys = Connection.GetServers().Single().KeysAsync();
            return await keys.ToListAsync();
        }
    }

    [Fact]
    public async Task A_hold_that_was_there_before_the_step_holds_it_and_does_not_let_it_expire()
    {
        await Inbox.HoldAsync(2, Id, 0, InboxHold.Duration);

        Assert.Equal(InboxChange.Made, await PutAsync());

        Assert.Equal(DecideOutcome.Held, (await DecideAsync(DecisionStatus.Approved)).Outcome);
        Assert.Null(await Connection.GetDatabase().KeyTimeToLiveAsync($"inbox:entry:2:{Id}"));
    }

    [Fact]
    public async Task A_hold_ends_with_the_withdrawal_of_the_step()
    {
        await PutAsync();
        await Inbox.HoldAsync(2, Id, 0, InboxHold.Duration);

        await Inbox.WithdrawAsync(Epoch, new(Id, 1, 2, "cancelled"));

        Assert.Equal(DecideOutcome.Absent, (await DecideAsync(DecisionStatus.Approved)).Outcome);
        Assert.False(await Connection.GetDatabase().HashExistsAsync($"inbox:entry:2:{Id}", "hold"));
    }

    [Fact]
    public async Task An_assignment_after_its_withdrawal_brings_nothing_back()
    {
        await Inbox.WithdrawAsync(Epoch, new(Id, 1, 2, "cancelled"));

        await PutAsync();

        Assert.Empty(await Inbox.ListAsync(2, 10, null));
        Assert.Equal(DecideOutcome.Absent, (await DecideAsync(DecisionStatus.Approved)).Outcome);
    }

    [Fact]
    public async Task A_withdrawal_leaves_a_decision_that_is_on_its_way()
    {
        await PutAsync();
        await DecideAsync(DecisionStatus.Approved);

        await Inbox.WithdrawAsync(Epoch, new(Id, 1, 2, "cancelled"));

        Assert.Equal(DecideOutcome.Same, (await DecideAsync(DecisionStatus.Approved)).Outcome);
    }

    [Fact]
    public async Task A_step_that_was_withdrawn_or_decided_comes_again_with_a_later_turn_only()
    {
        await PutAsync(turn: 1);
        await WithdrawAsync(turn: 1);
        await PutAsync(turn: 1); // once more, late
        Assert.Equal(DecideOutcome.Absent, (await DecideAsync(DecisionStatus.Approved)).Outcome);

        Assert.Equal(InboxChange.Made, await PutAsync(turn: 3));
        await WithdrawAsync(turn: 1); // once more, late
        Assert.True((await Inbox.HoldAsync(2, Id, 3, TimeSpan.FromMilliseconds(1)))!.Shown);
        await PutAsync(turn: 3);
        Assert.Equal([], (await CompareAsync(Id)).Missing);
        await Eventually.TrueAsync(async () => (await CompareAsync(Id)).Missing.Count == 0
            && (await DecideAsync(DecisionStatus.Approved)).Outcome is DecideOutcome.Decided or DecideOutcome.Same);

        // Of an earlier turn it is no decision.
        Assert.Null(await Inbox.HoldAsync(2, Id, 3, InboxHold.Duration));
        Assert.NotNull(await Inbox.HoldAsync(2, Id, 4, InboxHold.Duration));
        await PutAsync(turn: 4);
        Assert.Equal(DecideOutcome.Decided, (await DecideAsync(DecisionStatus.Rejected)).Outcome);
    }

    private Task<InboxChange> WithdrawAsync(int turn) =>
        Inbox.WithdrawAsync(Epoch, new(Id, 1, 2, "cancelled", turn));
}
