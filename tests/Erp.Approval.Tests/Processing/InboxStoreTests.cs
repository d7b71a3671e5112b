using System.Globalization;
using Erp.Approval.Processing;
using Erp.Contracts;
using Erp.Messaging;

namespace Erp.Approval.Tests.Processing;

/// <summary>What is put into an inbox, shown and decided, and what of it may be lost.</summary>
public sealed class InboxStoreTests(RedisServer redis) : InboxTests(redis)
{
    [Fact]
    public async Task A_step_is_put_once()
    {
        Assert.Equal(InboxChange.Made, await PutAsync());

        Assert.Equal(InboxChange.Known, await PutAsync());

        Assert.Equal([Id], (await Inbox.ListAsync(2, 10, null)).Select(i => i.RequestId));
    }

    [Fact]
    public async Task Nothing_is_put_into_another_life_of_the_inbox()
    {
        Epoch = "epoch-0";

        Assert.Equal(InboxChange.OtherEpoch, await PutAsync());

        Assert.Empty(await Inbox.ListAsync(2, 10, null));
    }

    [Fact]
    public async Task Nothing_is_put_into_a_life_that_a_restart_of_Redis_has_ended()
    {
        await Connection.GetDatabase().StringSetAsync("inbox:run", "the one before");

        Assert.Equal(InboxChange.OtherEpoch, await PutAsync());
        Assert.Equal(InboxChange.OtherEpoch, await Inbox.WithdrawAsync(Epoch, new(Id, 1, 2, "cancelled")));

        Assert.Empty(await Inbox.ListAsync(2, 10, null));
    }

    [Theory]
    [InlineData("inbox:entry:2:{0}")]
    [InlineData("inbox:of:2")]
    public async Task A_step_of_which_a_part_was_lost_is_missing_until_it_is_put_again(string lost)
    {
        await PutAsync();
        Assert.Empty((await CompareAsync(Id)).Missing);

        await Connection.GetDatabase().KeyDeleteAsync(string.Format(CultureInfo.InvariantCulture, lost, Id));

        Assert.Equal([Id], (await CompareAsync(Id)).Missing);
        await PutAsync();
        Assert.Empty((await CompareAsync(Id)).Missing);
        Assert.Equal([Id], (await Inbox.ListAsync(2, 10, null)).Select(i => i.RequestId));
    }

    [Fact]
    public async Task A_step_of_a_former_life_is_missing_although_nobody_was_told_of_the_new_one()
    {
        await PutAsync();
        Epoch = "epoch-9";
        await Connection.GetDatabase().StringSetAsync("inbox:epoch", Epoch);

        Assert.Equal([Id], (await CompareAsync(Id)).Missing);
        await PutAsync();
        Assert.Empty((await CompareAsync(Id)).Missing);
    }

    [Fact]
    public async Task What_is_shown_and_not_pending_is_surplus_within_the_requests_that_were_compared()
    {
        await PutAsync();

        Assert.Equal([new(Id, 2)], (await Inbox.CompareAsync(new([]))).Surplus);
        Assert.Equal([new(Id, 2)], (await Inbox.CompareAsync(new([], Id - 1, Id))).Surplus);
        Assert.Empty((await Inbox.CompareAsync(new([], Id))).Surplus);
        Assert.Empty((await CompareAsync(Id)).Surplus);
        await DecideAsync(DecisionStatus.Approved);
        Assert.Empty((await Inbox.CompareAsync(new([]))).Surplus);
    }

    [Fact]
    public async Task What_is_shown_is_surplus_also_when_it_was_lost_that_it_is_open()
    {
        await PutAsync();
        await CompareAsync(Id);
        await Connection.GetDatabase().KeyDeleteAsync("inbox:open");

        Assert.Empty((await CompareAsync(Id)).Missing);
        await Connection.GetDatabase().KeyDeleteAsync("inbox:open");
        Assert.Equal([new(Id, 2)], (await Inbox.CompareAsync(new([]))).Surplus);
        await Connection.GetDatabase().KeyDeleteAsync("inbox:open");
        Assert.Empty((await Inbox.CompareAsync(new([], Id))).Surplus);
        Assert.Equal([new(Id, 2)], (await Inbox.CompareAsync(new([]))).Surplus);
    }

    [Fact]
    public async Task A_page_goes_on_after_steps_that_were_lost()
    {
        foreach (var id in (long[])[Id, Id + 1, Id + 2, Id + 3]) await Inbox.PutAsync(Epoch, Item(id), 0);
        await Connection.GetDatabase().KeyDeleteAsync([$"inbox:entry:2:{Id}", $"inbox:entry:2:{Id + 2}"]);

        Assert.Equal([Id + 1], (await Inbox.ListAsync(2, 1, null)).Select(i => i.RequestId));
        Assert.Equal([Id + 3], (await Inbox.ListAsync(2, 1, Id + 1)).Select(i => i.RequestId));
        Assert.Equal([Id + 1, Id + 3], (await Inbox.ListAsync(2, 2, null)).Select(i => i.RequestId));
        Assert.Empty(await Inbox.ListAsync(2, 2, Id + 3));
    }

    [Fact]
    public async Task A_decision_whose_message_was_lost_is_sent_all_the_same()
    {
        await PutAsync();
        await DecideAsync(DecisionStatus.Approved);
        var sent = Assert.Single(await LeaseAsync());
        await Connection.GetDatabase().KeyDeleteAsync(
            [$"inbox:outbox:of:{Id}", "inbox:outbox:due", "inbox:outbox:held", "inbox:outbox:seq"]);

        Assert.Empty((await CompareAsync(Id)).Missing);

        Assert.Equal(sent, Assert.Single(await LeaseAsync()));
    }

    [Fact]
    public async Task What_an_earlier_run_of_Redis_left_is_decided_when_the_record_has_said_it_again()
    {
        await PutAsync();
        await Connection.GetDatabase().HashSetAsync($"inbox:entry:2:{Id}", "run", "the one before");

        Assert.Equal(DecideOutcome.Unsure, (await DecideAsync(DecisionStatus.Approved)).Outcome);
        Assert.Equal(new(Epoch, false), await Inbox.HoldAsync(2, Id, 0, TimeSpan.FromMilliseconds(1)));
        Assert.Equal([Id], (await CompareAsync(Id)).Missing);
        await PutAsync();

        await Eventually.TrueAsync(async () =>
        {
            await CompareAsync(Id);
            return (await DecideAsync(DecisionStatus.Approved)).Outcome == DecideOutcome.Decided;
        });
    }

    [Fact]
    public async Task The_record_is_asked_of_what_is_unsure_although_nothing_leads_to_it_any_more()
    {
        await PutAsync();
        var database = Connection.GetDatabase();
        await database.HashSetAsync($"inbox:entry:2:{Id}", "run", "the one before");
        await database.KeyDeleteAsync(["inbox:of:2", "inbox:open"]);
        Assert.Empty((await Inbox.CompareAsync(new([]))).Surplus);

        Assert.Equal(DecideOutcome.Unsure, (await DecideAsync(DecisionStatus.Approved)).Outcome);

        Assert.Equal([new(Id, 2)], (await Inbox.CompareAsync(new([]))).Surplus);
        Assert.Empty(await Inbox.ListAsync(2, 10, null));
        await Inbox.WithdrawAsync(Epoch, new(Id, 1, 2, "cancelled", 1));
        Assert.Equal(DecideOutcome.Absent, (await DecideAsync(DecisionStatus.Approved)).Outcome);
    }

    [Fact]
    public async Task An_entry_that_nothing_leads_to_any_more_is_found_again_when_it_is_put_again()
    {
        await PutAsync();
        await Connection.GetDatabase().KeyDeleteAsync(["inbox:of:2", "inbox:open"]);

        await PutAsync();

        Assert.Equal([Id], (await Inbox.ListAsync(2, 10, null)).Select(i => i.RequestId));
        await Inbox.AppliedAsync(new(Id, 1, 2, "decision"));
        Assert.Empty(await Inbox.ListAsync(2, 10, null));
    }

    [Fact]
    public async Task What_the_system_of_record_is_done_with_leaves_an_inbox_that_was_filled_anew()
    {
        await PutAsync();

        await Inbox.AppliedAsync(new(Id, 1, 2, "a decision from before Redis lost its data"));

        Assert.Empty(await Inbox.ListAsync(2, 10, null));
    }
}
