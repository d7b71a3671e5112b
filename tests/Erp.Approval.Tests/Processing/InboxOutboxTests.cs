using Erp.Approval.Processing;
using Erp.Contracts;
using Erp.Messaging;

namespace Erp.Approval.Tests.Processing;

/// <summary>Decisions go out: the outbox that two relays share.</summary>
public sealed class InboxOutboxTests(RedisServer redis) : InboxTests(redis)
{
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
        await Inbox.AppliedAsync(new(Id, 1, 2, first.Id));

        Assert.Equal(0, await Connection.GetDatabase().SortedSetLengthAsync("inbox:outbox:due"));
        Assert.Equal(DecideOutcome.Contrary, (await DecideAsync(DecisionStatus.Rejected)).Outcome);
    }

    [Fact]
    public async Task A_key_is_leased_by_one_relay_at_a_time_also_when_more_comes()
    {
        await SendAsync(Id, 2);
        Assert.Single(await LeaseAsync());

        await SendAsync(Id, 3);

        Assert.Empty(await LeaseAsync());
    }

    [Fact]
    public async Task A_lease_that_ran_out_gives_the_messages_to_the_next_relay_in_order()
    {
        var (first, second) = (await SendAsync(Id, 2), await SendAsync(Id, 3));
        var lost = await Outbox.LeaseAsync(10, TimeSpan.FromMilliseconds(100), CancellationToken.None);

        var taken = await Eventually.GetAsync(() => LeaseAsync(), messages => messages.Count > 0);

        Assert.Equal(lost.Single().Messages, taken);
        Assert.Equal([first.Id, second.Id], taken.Select(m => m.Id));
    }

    [Fact]
    public async Task A_decision_that_its_taker_published_leaves_the_key_to_the_relay_that_holds_it()
    {
        await SendAsync(Id, 3);
        Assert.Single(await LeaseAsync());
        await PutAsync();
        var decision = Message(new DecisionMade(Id, 1, 2, "approved", null, DateTimeOffset.UtcNow));
        await Inbox.DecideAsync(
            new(Id, 1, 2, DecisionStatus.Approved, null, DateTimeOffset.UtcNow), decision, TimeSpan.FromSeconds(3));

        await Outbox.MarkPublishedAsync([OutboxLease.Without(decision)], CancellationToken.None);

        Assert.Empty(await Replica().LeaseAsync(10, TimeSpan.FromSeconds(30), CancellationToken.None));
    }

    [Fact]
    public async Task A_relay_that_is_late_does_not_end_the_lease_of_the_next_one()
    {
        await SendAsync(Id, 2);
        var late = await Outbox.LeaseAsync(10, TimeSpan.FromMilliseconds(100), CancellationToken.None);
        var next = Replica();
        await SendAsync(Id, 3);
        var taken = await Eventually.GetAsync(
            () => next.LeaseAsync(10, TimeSpan.FromSeconds(30), CancellationToken.None),
            leases => leases.Count > 0);

        await Outbox.MarkPublishedAsync(late, CancellationToken.None);
        Assert.Empty(await LeaseAsync());

        await next.MarkPublishedAsync(taken, CancellationToken.None);
        var third = await SendAsync(Id, 4);
        Assert.Contains(third.Id, (await LeaseAsync()).Select(m => m.Id));
    }

    [Fact]
    public async Task A_key_that_became_empty_is_still_held_by_the_relay_that_publishes_it()
    {
        await PutAsync();
        await DecideAsync(DecisionStatus.Approved);
        var lease = Assert.Single(await Outbox.LeaseAsync(10, TimeSpan.FromSeconds(30), CancellationToken.None));

        await Inbox.AppliedAsync(new(Id, 1, 2, Assert.Single(lease.Messages).Id));
        await SendAsync(Id, 3);

        Assert.Empty(await Replica().LeaseAsync(10, TimeSpan.FromSeconds(30), CancellationToken.None));
        await Outbox.MarkPublishedAsync([lease], CancellationToken.None);
        Assert.Single(await Replica().LeaseAsync(10, TimeSpan.FromSeconds(30), CancellationToken.None));
    }

    [Fact]
    public async Task No_message_is_leased_twice_by_parallel_relays()
    {
        for (var request = 1000; request < 1040; request++) await SendAsync(request, 2);

        var leased = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Outbox.LeaseAsync(
            5, TimeSpan.FromSeconds(30), CancellationToken.None)));

        Assert.Equal(40, leased.Sum(l => l.Count));
        Assert.Equal(40, leased.SelectMany(l => l).Select(l => l.Key).Distinct().Count());
    }

    /// <summary>A message of a request, by the decision of an approver of their own.</summary>
    private async Task<OutgoingMessage> SendAsync(long request, long approver)
    {
        await Inbox.PutAsync(Epoch, Item(request) with { ApproverId = approver }, 0);
        var message = Message(
            new DecisionMade(request, 1, approver, "approved", null, DateTimeOffset.UtcNow), key: $"{request}");
        await Inbox.DecideAsync(
            new(request, 1, approver, DecisionStatus.Approved, null, DateTimeOffset.UtcNow), message, TimeSpan.Zero);
        return message;
    }

    private async Task<IReadOnlyList<OutgoingMessage>> LeaseAndMarkAsync()
    {
        var leases = await Outbox.LeaseAsync(10, TimeSpan.FromSeconds(30), CancellationToken.None);
        await Outbox.MarkPublishedAsync(leases, CancellationToken.None);
        return Messages(leases);
    }
}
