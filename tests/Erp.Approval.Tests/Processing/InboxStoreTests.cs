using System.Globalization;
using Erp.Approval.Processing;
using Erp.Contracts;
using Erp.Messaging;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace Erp.Approval.Tests.Processing;

/// <summary>The scripts against a real Redis: inbox, decisions, and the outbox that two relays share.</summary>
public sealed class InboxStoreTests(RedisServer redis) : IClassFixture<RedisServer>, IAsyncLifetime
{
    private static long _ids = 100;
    private readonly long _id = Interlocked.Increment(ref _ids);
    private ConnectionMultiplexer _connection = null!;
    private InboxStore _inbox = null!;
    private InboxOutbox _outbox = null!;
    private string _epoch = null!;

    public async ValueTask InitializeAsync()
    {
        await redis.FlushAsync();
        _connection = await redis.ConnectAsync();
        _inbox = new(_connection);
        _outbox = Replica();
        _epoch = "epoch-1";
        await _connection.GetDatabase().StringSetAsync("inbox:epoch", _epoch);
    }

    public async ValueTask DisposeAsync() => await _connection.DisposeAsync();

    [Fact]
    public async Task A_step_is_put_once()
    {
        Assert.Equal(InboxChange.Made, await PutAsync());

        Assert.Equal(InboxChange.Known, await PutAsync());

        Assert.Equal([_id], (await _inbox.ListAsync(2, 10, null)).Select(i => i.RequestId));
    }

    [Fact]
    public async Task Nothing_is_put_into_another_life_of_the_inbox()
    {
        _epoch = "epoch-0";

        Assert.Equal(InboxChange.OtherEpoch, await PutAsync());

        Assert.Empty(await _inbox.ListAsync(2, 10, null));
    }

    [Theory]
    [InlineData("inbox:entry:2:{0}")]
    [InlineData("inbox:of:2")]
    [InlineData("inbox:open")]
    public async Task A_step_of_which_a_part_was_lost_is_missing_until_it_is_put_again(string lost)
    {
        await PutAsync();
        Assert.Empty((await CompareAsync(_id)).Missing);

        await _connection.GetDatabase().KeyDeleteAsync(string.Format(CultureInfo.InvariantCulture, lost, _id));

        Assert.Equal([_id], (await CompareAsync(_id)).Missing);
        await PutAsync();
        Assert.Empty((await CompareAsync(_id)).Missing);
        Assert.Equal([_id], (await _inbox.ListAsync(2, 10, null)).Select(i => i.RequestId));
    }

    [Fact]
    public async Task What_is_shown_and_not_pending_is_surplus_within_the_requests_that_were_compared()
    {
        await PutAsync();

        Assert.Equal([new(_id, 2)], (await _inbox.CompareAsync(new([]))).Surplus);
        Assert.Equal([new(_id, 2)], (await _inbox.CompareAsync(new([], _id - 1, _id))).Surplus);
        Assert.Empty((await _inbox.CompareAsync(new([], _id))).Surplus);
        Assert.Empty((await CompareAsync(_id)).Surplus);
        await DecideAsync(DecisionStatus.Approved);
        Assert.Empty((await _inbox.CompareAsync(new([]))).Surplus);
    }

    [Fact]
    public async Task A_decision_whose_message_was_lost_is_sent_all_the_same()
    {
        await PutAsync();
        await DecideAsync(DecisionStatus.Approved);
        var sent = Assert.Single(await LeaseAsync());
        await _connection.GetDatabase().KeyDeleteAsync(
            [$"inbox:outbox:of:{_id}", "inbox:outbox:due", "inbox:outbox:held", "inbox:outbox:seq"]);

        Assert.Empty((await CompareAsync(_id)).Missing);

        Assert.Equal(sent, Assert.Single(await LeaseAsync()));
    }

    [Fact]
    public async Task What_an_earlier_run_of_Redis_left_is_decided_when_the_record_has_said_it_again()
    {
        await PutAsync();
        await _connection.GetDatabase().HashSetAsync($"inbox:entry:2:{_id}", "run", "the one before");

        Assert.Equal(DecideOutcome.Unsure, (await DecideAsync(DecisionStatus.Approved)).Outcome);
        Assert.Equal(new("", false), await _inbox.HoldAsync(2, _id, 0, TimeSpan.FromMilliseconds(1)));
        Assert.Equal([_id], (await CompareAsync(_id)).Missing);
        await PutAsync();

        await Eventually.TrueAsync(async () =>
        {
            await CompareAsync(_id);
            return (await DecideAsync(DecisionStatus.Approved)).Outcome == DecideOutcome.Decided;
        });
    }

    [Fact]
    public async Task A_hold_that_is_over_lets_no_decision_in_before_the_record_has_said_that_nothing_was_cancelled()
    {
        await PutAsync();
        Assert.True((await _inbox.HoldAsync(2, _id, 0, TimeSpan.FromMilliseconds(1)))!.Shown);

        await Eventually.TrueAsync(
            async () => (await DecideAsync(DecisionStatus.Approved)).Outcome == DecideOutcome.Unsure);
        await PutAsync(); // once more from before the cancel
        Assert.Equal(DecideOutcome.Unsure, (await DecideAsync(DecisionStatus.Approved)).Outcome);

        await Eventually.TrueAsync(async () =>
        {
            await CompareAsync(_id);
            return (await DecideAsync(DecisionStatus.Approved)).Outcome == DecideOutcome.Decided;
        });
    }

    [Fact]
    public async Task A_step_that_is_being_withdrawn_takes_no_decision_whatever_is_lost()
    {
        var database = _connection.GetDatabase();
        foreach (var lost in await HeldAsync())
        {
            await redis.FlushAsync();
            await database.StringSetAsync("inbox:epoch", _epoch);
            await HeldAsync();
            await database.KeyDeleteAsync(lost);

            var outcome = (await DecideAsync(DecisionStatus.Approved)).Outcome;

            Assert.True(outcome is DecideOutcome.Held or DecideOutcome.Absent, $"{outcome} without {lost}");
        }

        async Task<List<RedisKey>> HeldAsync()
        {
            await PutAsync();
            await _inbox.HoldAsync(2, _id, 0, InboxHold.Duration);
            var keys = _connection.GetServers().Single().KeysAsync();
            return await keys.ToListAsync();
        }
    }

    [Fact]
    public async Task A_hold_that_was_there_before_the_step_holds_it_and_does_not_let_it_expire()
    {
        await _inbox.HoldAsync(2, _id, 0, InboxHold.Duration);

        Assert.Equal(InboxChange.Made, await PutAsync());

        Assert.Equal(DecideOutcome.Held, (await DecideAsync(DecisionStatus.Approved)).Outcome);
        Assert.Null(await _connection.GetDatabase().KeyTimeToLiveAsync($"inbox:entry:2:{_id}"));
    }

    [Fact]
    public async Task A_hold_ends_with_the_withdrawal_of_the_step()
    {
        await PutAsync();
        await _inbox.HoldAsync(2, _id, 0, InboxHold.Duration);

        await _inbox.WithdrawAsync(_epoch, new(_id, 1, 2, "cancelled"));

        Assert.Equal(DecideOutcome.Absent, (await DecideAsync(DecisionStatus.Approved)).Outcome);
        Assert.False(await _connection.GetDatabase().HashExistsAsync($"inbox:entry:2:{_id}", "hold"));
    }

    [Fact]
    public async Task An_entry_that_nothing_leads_to_any_more_is_found_again_when_it_is_put_again()
    {
        await PutAsync();
        await _connection.GetDatabase().KeyDeleteAsync(["inbox:of:2", "inbox:open"]);

        await PutAsync();

        Assert.Equal([_id], (await _inbox.ListAsync(2, 10, null)).Select(i => i.RequestId));
        await _inbox.AppliedAsync(new(_id, 1, 2, "decision"));
        Assert.Empty(await _inbox.ListAsync(2, 10, null));
    }

    [Fact]
    public async Task An_assignment_after_its_withdrawal_brings_nothing_back()
    {
        await _inbox.WithdrawAsync(_epoch, new(_id, 1, 2, "cancelled"));

        await PutAsync();

        Assert.Empty(await _inbox.ListAsync(2, 10, null));
        Assert.Equal(DecideOutcome.Absent, (await DecideAsync(DecisionStatus.Approved)).Outcome);
    }

    [Fact]
    public async Task A_withdrawal_leaves_a_decision_that_is_on_its_way()
    {
        await PutAsync();
        await DecideAsync(DecisionStatus.Approved);

        await _inbox.WithdrawAsync(_epoch, new(_id, 1, 2, "cancelled"));

        Assert.Equal(DecideOutcome.Same, (await DecideAsync(DecisionStatus.Approved)).Outcome);
    }

    [Fact]
    public async Task A_decision_and_its_message_are_stored_in_one_step()
    {
        await PutAsync();

        var (outcome, decision) = await DecideAsync(DecisionStatus.Rejected);

        Assert.Equal((DecideOutcome.Decided, DecisionStatus.Rejected), (outcome, decision!.Status));
        Assert.Equal([nameof(DecisionMade)], (await LeaseAsync()).Select(m => m.Type));
    }

    [Fact]
    public async Task A_decision_is_sent_again_until_it_is_applied()
    {
        await PutAsync();
        await DecideAsync(DecisionStatus.Approved);

        var first = Assert.Single(await LeaseAndMarkAsync());
        Assert.Empty(await LeaseAsync());
        var again = await Eventually.GetAsync(LeaseAndMarkAsync, messages => messages.Count > 0);
        Assert.Equal(first.Id, Assert.Single(again).Id);
        await _inbox.AppliedAsync(new(_id, 1, 2, first.Id));

        Assert.Equal(0, await _connection.GetDatabase().SortedSetLengthAsync("inbox:outbox:due"));
        Assert.Equal(DecideOutcome.Contrary, (await DecideAsync(DecisionStatus.Rejected)).Outcome);
    }

    [Fact]
    public async Task What_the_system_of_record_is_done_with_leaves_an_inbox_that_was_filled_anew()
    {
        await PutAsync();

        await _inbox.AppliedAsync(new(_id, 1, 2, "a decision from before Redis lost its data"));

        Assert.Empty(await _inbox.ListAsync(2, 10, null));
    }

    [Fact]
    public async Task A_key_is_leased_by_one_relay_at_a_time_also_when_more_comes()
    {
        await SendAsync(_id, 2);
        Assert.Single(await LeaseAsync());

        await SendAsync(_id, 3);

        Assert.Empty(await LeaseAsync());
    }

    [Fact]
    public async Task A_lease_that_ran_out_gives_the_messages_to_the_next_relay_in_order()
    {
        var (first, second) = (await SendAsync(_id, 2), await SendAsync(_id, 3));
        var lost = await _outbox.LeaseAsync(10, TimeSpan.FromMilliseconds(100), CancellationToken.None);

        var taken = await Eventually.GetAsync(() => LeaseAsync(), messages => messages.Count > 0);

        Assert.Equal(lost.Single().Messages, taken);
        Assert.Equal([first.Id, second.Id], taken.Select(m => m.Id));
    }

    [Fact]
    public async Task A_decision_that_its_taker_published_leaves_the_key_to_the_relay_that_holds_it()
    {
        await SendAsync(_id, 3);
        Assert.Single(await LeaseAsync());
        await PutAsync();
        var decision = Message(new DecisionMade(_id, 1, 2, "approved", null, DateTimeOffset.UtcNow));
        await _inbox.DecideAsync(
            new(_id, 1, 2, DecisionStatus.Approved, null, DateTimeOffset.UtcNow), decision, TimeSpan.FromSeconds(3));

        await _outbox.MarkPublishedAsync([OutboxLease.Without(decision)], CancellationToken.None);

        Assert.Empty(await Replica().LeaseAsync(10, TimeSpan.FromSeconds(30), CancellationToken.None));
    }

    [Fact]
    public async Task A_relay_that_is_late_does_not_end_the_lease_of_the_next_one()
    {
        await SendAsync(_id, 2);
        var late = await _outbox.LeaseAsync(10, TimeSpan.FromMilliseconds(100), CancellationToken.None);
        var next = Replica();
        await SendAsync(_id, 3);
        var taken = await Eventually.GetAsync(
            () => next.LeaseAsync(10, TimeSpan.FromSeconds(30), CancellationToken.None),
            leases => leases.Count > 0);

        await _outbox.MarkPublishedAsync(late, CancellationToken.None);
        Assert.Empty(await LeaseAsync());

        await next.MarkPublishedAsync(taken, CancellationToken.None);
        var third = await SendAsync(_id, 4);
        Assert.Contains(third.Id, (await LeaseAsync()).Select(m => m.Id));
    }

    [Fact]
    public async Task A_key_that_became_empty_is_still_held_by_the_relay_that_publishes_it()
    {
        await PutAsync();
        await DecideAsync(DecisionStatus.Approved);
        var lease = Assert.Single(await _outbox.LeaseAsync(10, TimeSpan.FromSeconds(30), CancellationToken.None));

        await _inbox.AppliedAsync(new(_id, 1, 2, Assert.Single(lease.Messages).Id));
        await SendAsync(_id, 3);

        Assert.Empty(await Replica().LeaseAsync(10, TimeSpan.FromSeconds(30), CancellationToken.None));
        await _outbox.MarkPublishedAsync([lease], CancellationToken.None);
        Assert.Single(await Replica().LeaseAsync(10, TimeSpan.FromSeconds(30), CancellationToken.None));
    }

    [Fact]
    public async Task No_message_is_leased_twice_by_parallel_relays()
    {
        for (var request = 1000; request < 1040; request++) await SendAsync(request, 2);

        var leased = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => _outbox.LeaseAsync(
            5, TimeSpan.FromSeconds(30), CancellationToken.None)));

        Assert.Equal(40, leased.Sum(l => l.Count));
        Assert.Equal(40, leased.SelectMany(l => l).Select(l => l.Key).Distinct().Count());
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
        Assert.True((await _inbox.HoldAsync(2, _id, 3, TimeSpan.FromMilliseconds(1)))!.Shown);
        await PutAsync(turn: 3);
        Assert.Equal([], (await CompareAsync(_id)).Missing);
        await Eventually.TrueAsync(async () => (await CompareAsync(_id)).Missing.Count == 0
            && (await DecideAsync(DecisionStatus.Approved)).Outcome is DecideOutcome.Decided or DecideOutcome.Same);

        // Of an earlier turn it is no decision.
        Assert.Null(await _inbox.HoldAsync(2, _id, 3, InboxHold.Duration));
        Assert.NotNull(await _inbox.HoldAsync(2, _id, 4, InboxHold.Duration));
        await PutAsync(turn: 4);
        Assert.Equal(DecideOutcome.Decided, (await DecideAsync(DecisionStatus.Rejected)).Outcome);
    }

    private Task<InboxChange> WithdrawAsync(int turn) =>
        _inbox.WithdrawAsync(_epoch, new(_id, 1, 2, "cancelled", turn));

    private Task<InboxDifference> CompareAsync(long pending) =>
        _inbox.CompareAsync(new([new(pending, 2)]));

    private InboxOutbox Replica() =>
        new(_connection, Options.Create(new ApprovalOptions { FirstRedelivery = TimeSpan.FromMilliseconds(300) }));

    private Task<InboxChange> PutAsync(int turn = 0) => _inbox.PutAsync(_epoch, Item(_id), turn);

    /// <summary>A message of a request, by the decision of an approver of their own.</summary>
    private async Task<OutgoingMessage> SendAsync(long request, long approver)
    {
        await _inbox.PutAsync(_epoch, Item(request) with { ApproverId = approver }, 0);
        var message = Message(
            new DecisionMade(request, 1, approver, "approved", null, DateTimeOffset.UtcNow), key: $"{request}");
        await _inbox.DecideAsync(
            new(request, 1, approver, DecisionStatus.Approved, null, DateTimeOffset.UtcNow), message, TimeSpan.Zero);
        return message;
    }

    private Task<(DecideOutcome Outcome, Decision? Decision)> DecideAsync(DecisionStatus status) => _inbox.DecideAsync(
        new(_id, 1, 2, status, null, DateTimeOffset.UtcNow),
        Message(new DecisionMade(_id, 1, 2, "approved", null, DateTimeOffset.UtcNow)), TimeSpan.Zero);

    private async Task<IReadOnlyList<OutgoingMessage>> LeaseAsync() =>
        Messages(await _outbox.LeaseAsync(10, TimeSpan.FromSeconds(30), CancellationToken.None));

    private async Task<IReadOnlyList<OutgoingMessage>> LeaseAndMarkAsync()
    {
        var leases = await _outbox.LeaseAsync(10, TimeSpan.FromSeconds(30), CancellationToken.None);
        await _outbox.MarkPublishedAsync(leases, CancellationToken.None);
        return Messages(leases);
    }

    private static IReadOnlyList<OutgoingMessage> Messages(IReadOnlyList<OutboxLease> leases) =>
        [.. leases.SelectMany(l => l.Messages)];

    private OutgoingMessage Message<T>(T body, string? id = null, string? key = null) where T : notnull =>
        MessageJson.ToMessage(Topics.ApprovalResults.Name, key ?? $"{_id}", body, id);

    private static InboxItem Item(long id) =>
        new(
            id, 1, 2, 1, "Laptop", "Please.", "EXPENSE", null, DateTimeOffset.UnixEpoch,
            [new(1, 2, "pending", null, null)]);
}
