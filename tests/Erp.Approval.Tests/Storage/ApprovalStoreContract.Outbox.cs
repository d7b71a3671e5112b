using Erp.Approval.Requests.Storage;
using Erp.Approval.Tests.Support;

namespace Erp.Approval.Tests.Storage;

/// <summary>The outbox within the store: leases of relays.</summary>
public abstract partial class ApprovalStoreContract
{
    [Fact]
    public async Task A_lease_keeps_a_request_from_other_relays_until_it_ends()
    {
        var id = await InsertAsync();
        var now = Make.Noon.AddSeconds(1);

        var leased = (await _store.LeaseAsync(now, now.AddSeconds(10), None))!;
        Assert.Equal(id, leased.Id);
        Assert.Equal(2, leased.Due(now).Count);
        Assert.Null(await _replica.LeaseAsync(now, now.AddSeconds(10), None));
        Assert.Equal(id, (await _replica.LeaseAsync(now.AddSeconds(11), now.AddSeconds(20), None))!.Id);
    }

    [Fact]
    public async Task A_change_during_a_lease_leaves_it_to_its_holder()
    {
        var id = await InsertAsync();
        var now = Make.Noon.AddSeconds(1);
        var leased = (await _store.LeaseAsync(now, now.AddSeconds(10), None))!;

        await _replica.ChangeAsync(id, r => { r.Approve(1); return true; }, None);
        Assert.Null(await _replica.LeaseAsync(now, now.AddSeconds(10), None));

        var published = leased.Due(now).Select(m => m.Id).ToHashSet();
        await _store.ChangeAsync(
            id, r => { r.Published(published, now, TimeSpan.FromSeconds(15)); return true; }, None,
            now.AddSeconds(10).ToUnixTimeMilliseconds());
        var rest = (await _replica.LeaseAsync(now.AddSeconds(2), now.AddSeconds(12), None))!.Outbox;
        Assert.Contains(rest, e => e.DueAt <= now.AddSeconds(2));
        Assert.All(rest, e => Assert.Equal(published.Contains(e.Id) ? 1 : 0, e.Attempts));
        Assert.Contains(rest, e => published.Contains(e.Id));
    }

    [Fact]
    public async Task A_lease_that_ran_out_cannot_end_the_next_one()
    {
        var id = await InsertAsync();
        var now = Make.Noon.AddSeconds(1);
        Assert.NotNull(await _store.LeaseAsync(now, now.AddSeconds(10), None));
        Assert.NotNull(await _replica.LeaseAsync(now.AddSeconds(11), now.AddSeconds(30), None));

        await _store.ChangeAsync(id, _ => true, None, now.AddSeconds(10).ToUnixTimeMilliseconds());

        Assert.Null(await _store.LeaseAsync(now.AddSeconds(12), now.AddSeconds(30), None));
    }

    [Fact]
    public async Task No_message_is_leased_twice_by_parallel_relays()
    {
        for (var i = 0; i < 20; i++) await InsertAsync();
        var now = Make.Noon.AddSeconds(1);

        var leased = await Task.WhenAll(Enumerable.Range(0, 30).Select(i =>
            Task.Run(() => (i % 2 == 0 ? _store : _replica).LeaseAsync(now, now.AddSeconds(30), None))));

        Assert.Equal(20, leased.Count(l => l is not null));
        Assert.Equal(20, leased.Where(l => l is not null).Select(l => l!.Id).Distinct().Count());
    }

    [Fact]
    public async Task What_is_due_is_counted_with_the_age_of_the_oldest()
    {
        await InsertAsync();
        await InsertAsync();

        Assert.Equal(new(2, Make.Noon), await _store.MeasureDueAsync(Make.Noon.AddSeconds(1), None));
        Assert.Equal(default, await _store.MeasureDueAsync(Make.Noon.AddSeconds(-1), None));
    }
}
