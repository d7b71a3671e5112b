using System.Diagnostics;
using Erp.Approval.Requests.Domain;
using Erp.Approval.Requests.Storage;
using Erp.Approval.Tests.Support;

namespace Erp.Approval.Tests.Storage;

/// <summary>What every approval store does, on two stores on one database, as two replicas have it.</summary>
public abstract partial class ApprovalStoreContract : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;
    private IApprovalStore _store = null!;
    private IApprovalStore _replica = null!;

    /// <summary>One more store on the test's own database.</summary>
    private protected abstract IApprovalStore Open();

    public async ValueTask InitializeAsync()
    {
        (_store, _replica) = (Open(), Open());
        await _store.InitializeAsync(None);
    }

    public virtual ValueTask DisposeAsync()
    {
        (_store as IDisposable)?.Dispose();
        (_replica as IDisposable)?.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_stored_request_is_read_back_as_it_was()
    {
        var request = (await _store.InsertAsync(
            id =>
            {
                var made = Make.Request(id, type: ApprovalType.AnnualLeave, leaveDays: 2.5m);
                made.Approve(1);
                return made;
            },
            null, None))!;

        var read = (await _replica.FindAsync(request.Id, None))!;

        Assert.Equivalent(request, read, strict: true);
        Assert.Equal("2.5", read.LeaveDays!.Value.ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task Any_text_survives()
    {
        const string Text = "\"quoted\" \\ $set {\"$numberLong\":\"1\"} .dot\n\t한국어 🦄 \u0001 ' -- ; DROP";
        var submission = Make.Submission() with { Title = Text, Content = Text };
        var request = (await _store.InsertAsync(
            id => ApprovalRequest.Submit(id, submission, Make.At(), StandIns.None),
            new(Key: "key-with-$-and-.", "hash"), None))!;
        await _store.ChangeAsync(request.Id, r => { r.Reject(1, Text); return true; }, None);

        var read = (await _store.FindAsync(request.Id, None))!;

        Assert.Equal((Text, Text, Text), (read.Title, read.Content, read.Reason));
    }

    [Fact]
    public async Task An_unknown_request_is_null() => Assert.Null(await _store.FindAsync(987_654_321_987, None));

    [Fact]
    public async Task Ids_are_never_given_twice_by_two_replicas()
    {
        var made = await Task.WhenAll(Enumerable.Range(0, 60).Select(
            i => (i % 2 == 0 ? _store : _replica).InsertAsync(id => Make.Request(id), null, None)));

        Assert.Equal(60, made.Select(r => r!.Id).Distinct().Count());
        Assert.All(made, r => Assert.True(r!.Id > 0));
    }

    [Fact]
    public async Task A_change_that_is_refused_or_has_nothing_to_store_stores_nothing()
    {
        var id = await InsertAsync();

        await Assert.ThrowsAsync<InvalidOperationException>(() => _store.ChangeAsync(
            id, r => { r.Approve(1); throw new InvalidOperationException("No."); }, None));
        await _replica.ChangeAsync(id, r => { r.Approve(1); return false; }, None);

        Assert.Equal(StepStatus.Pending, (await _store.FindAsync(id, None))!.Steps[0].Status);
        Assert.Null(await _store.ChangeAsync(987_654_321_987, _ => true, None));
    }

    [Fact]
    public async Task What_a_change_makes_belongs_to_the_trace_of_its_caller()
    {
        var id = await InsertAsync();
        using var activity = new Activity("caller").Start();
        string? seen = null;

        await _store.ChangeAsync(id, _ => { seen = Activity.Current?.Id; return false; }, None);

        Assert.Equal(activity.Id, seen);
    }

    [Fact]
    public async Task No_change_of_many_parallel_ones_is_lost()
    {
        var id = await InsertAsync(approvers: [.. Enumerable.Range(2, 12).Select(i => (long)i)]);

        await Task.WhenAll(
            Enumerable
                .Range(0, 24)
                .Select(i =>
                    Task.Run(() =>
                        (i % 2 == 0 ? _store : _replica).ChangeAsync(
                            id,
                            r =>
                            {
                                r.History.Add(new(Make.Noon, HistoryAction.Submitted, i, null, null));
                                return true;
                            },
                            None))));

        Assert.Equal(
            Enumerable.Range(0, 24),
            (await _store.FindAsync(id, None))!.History.Skip(1).Select(h => (int)h.By!.Value).Order());
    }

    [Fact]
    public async Task A_key_is_used_once_per_requester()
    {
        var first = (await _store.InsertAsync(id => Make.Request(id), new("k", "hash"), None))!;

        Assert.Null(await _replica.InsertAsync(id => Make.Request(id), new("k", "hash"), None));
        Assert.NotNull(await _replica.InsertAsync(id => Make.Request(id, requester: 50), new("k", "hash"), None));
        Assert.NotNull(await _replica.InsertAsync(id => Make.Request(id), null, None));
        Assert.NotNull(await _replica.InsertAsync(id => Make.Request(id), null, None));

        var earlier = (await _replica.FindByKeyAsync(1, "k", None))!;
        Assert.Equal((first.Id, "hash"), (earlier.Request.Id, earlier.BodyHash));
        Assert.Null(await _replica.FindByKeyAsync(2, "k", None));
    }

    [Fact]
    public async Task Of_many_parallel_inserts_with_one_key_one_is_stored()
    {
        var inserted = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => Task.Run(async () =>
        {
            var mine = i % 2 == 0 ? _store : _replica;
            return await mine.InsertAsync(id => Make.Request(id, requester: 60), new("k", "hash"), None);
        })));

        Assert.Single(inserted, stored => stored is not null);
        Assert.Single(await _store.ListAsync(new(RequesterId: 60), 10, null, None));
    }

    [Fact]
    public async Task Pending_are_only_those_whose_turn_it_is_oldest_first()
    {
        var first = await InsertAsync(approvers: [81, 82]);
        var second = await InsertAsync(approvers: [81, 82]);
        await _store.ChangeAsync(second, r => { r.Approve(1); return true; }, None);
        async Task<IEnumerable<long>> Pending(long approver, long? after = null) =>
            (await _replica.ListPendingAsync(approver, 50, after, None)).Select(r => r.Id);

        Assert.Equal([first], await Pending(81));
        Assert.Equal([second], await Pending(82));
        Assert.Empty(await Pending(82, second));

        await _store.ChangeAsync(first, r => { r.Approve(1); return true; }, None);
        Assert.Equal([first, second], await Pending(82));
    }

    [Fact]
    public async Task Unconfirmed_are_pending_steps_that_this_inbox_does_not_have()
    {
        var confirmed = await InsertAsync();
        var other = await InsertAsync();
        var ended = await InsertAsync();
        await _store.ChangeAsync(confirmed, r => r.Received(r.Current!.AssignmentId, "epoch", Make.At()), None);
        await _store.ChangeAsync(ended, r => r.Cancel(1, Make.At()), None);

        Assert.Equal([other], await _replica.ListUnconfirmedAsync("epoch", 50, null, None));
        Assert.Equal([confirmed, other], await _replica.ListUnconfirmedAsync("another", 50, null, None));
        Assert.Equal([other], await _replica.ListUnconfirmedAsync("another", 50, confirmed, None));
    }

    [Fact]
    public async Task Updated_are_listed_by_the_time_of_their_last_change()
    {
        var first = await InsertAsync();
        var second = await InsertAsync();
        var third = await InsertAsync();
        await _store.ChangeAsync(first, r => { r.Approve(1); return true; }, None);
        async Task<IEnumerable<long>> UpdatedAsync(DateTimeOffset since, long after, int take) =>
            (await _replica.ListUpdatedAsync(since, after, take, None)).Select(r => r.Id);

        Assert.Equal([second, third, first], await UpdatedAsync(Make.Noon.AddMilliseconds(-1), 0, 10));
        Assert.Equal([second], await UpdatedAsync(Make.Noon, 0, 1));
        Assert.Equal([third, first], await UpdatedAsync(Make.Noon, second, 10));
        Assert.Equal([first], await UpdatedAsync(Make.Noon.AddMilliseconds(1), 0, 10));
        Assert.Empty(await UpdatedAsync(Make.Noon.AddSeconds(1), first, 10));
        Assert.NotEmpty((await _replica.ListUpdatedAsync(Make.Noon, 0, 1, None))[0].History);
    }

    [Fact]
    public async Task Pending_steps_say_whose_turn_it_is()
    {
        var first = await InsertAsync(approvers: [2, 3]);
        var second = await InsertAsync(approvers: [3]);
        var ended = await InsertAsync();
        await _store.ChangeAsync(ended, r => r.Cancel(1, Make.At()), None);
        Assert.Equal([new(first, 2), new(second, 3)], await _replica.ListPendingStepsAsync(50, null, None));

        await _store.ChangeAsync(first, r => { r.Approve(1); return true; }, None);

        Assert.Equal([new(first, 3)], await _replica.ListPendingStepsAsync(1, null, None));
        Assert.Equal([new(second, 3)], await _replica.ListPendingStepsAsync(1, first, None));
    }

    [Fact]
    public async Task Deducting_are_those_that_wait_for_their_leave()
    {
        var leave = await InsertAsync(type: ApprovalType.AnnualLeave, approvers: [2]);
        await InsertAsync();
        Assert.Empty(await _store.ListDeductingAsync(10, None));

        await _store.ChangeAsync(leave, r => { r.Approve(1); return true; }, None);
        Assert.Equal([leave], await _replica.ListDeductingAsync(10, None));

        await _store.ChangeAsync(leave, r => { r.LeaveDeducted(Make.At()); return true; }, None);
        Assert.Empty(await _replica.ListDeductingAsync(10, None));
    }

    [Fact]
    public async Task Preparing_it_again_changes_nothing()
    {
        var id = await InsertAsync();

        await Task.WhenAll(_store.InitializeAsync(None), _replica.InitializeAsync(None));
        await _replica.PingAsync(None);

        Assert.NotNull(await _store.FindAsync(id, None));
        Assert.True(await InsertAsync() > id);
    }

    private async Task<long> InsertAsync(
        long requester = 1, ApprovalType type = ApprovalType.Expense, long[]? approvers = null) =>
        await InsertAsync(id => Make.Request(
            id, requester, type, type == ApprovalType.AnnualLeave ? 2 : null, approvers ?? []));

    private async Task<long> InsertAsync(Func<long, ApprovalRequest> make) =>
        (await _store.InsertAsync(make, null, None))!.Id;
}
