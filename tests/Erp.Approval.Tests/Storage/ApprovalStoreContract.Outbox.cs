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

        var leased = Assert.Single(await _store.LeaseAsync(1, now, now.AddSeconds(10), None));
        Assert.Equal(id, leased.Id);
        Assert.Equal(2, leased.Due(now).Count);
        Assert.Empty(await _replica.LeaseAsync(1, now, now.AddSeconds(10), None));
        Assert.Equal(id, Assert.Single(await _replica.LeaseAsync(1, now.AddSeconds(11), now.AddSeconds(20), None)).Id);
    }

    [Fact]
    public async Task A_lease_of_a_clock_that_was_ahead_holds_up_nothing_once_that_is_put_right()
    {
        var id = await InsertAsync();
        var (now, ahead) = (Make.Noon.AddSeconds(1), Make.Noon.AddMinutes(2));

        Assert.Single(await _store.LeaseAsync(1, ahead, ahead.AddSeconds(30), None));
        Assert.Equal(id, Assert.Single(await _replica.LeaseAsync(1, now, now.AddSeconds(30), None)).Id);
        Assert.Empty(await _store.LeaseAsync(1, now, now.AddSeconds(30), None));
    }

    [Fact]
    public async Task The_clocks_of_two_replicas_may_differ_as_long_as_a_lease_lasts()
    {
        await InsertAsync();
        var (now, ahead) = (Make.Noon.AddSeconds(1), Make.Noon.AddSeconds(26));

        Assert.Single(await _store.LeaseAsync(1, ahead, ahead.AddSeconds(30), None));
        Assert.Empty(await _replica.LeaseAsync(1, now, now.AddSeconds(30), None));
    }

    [Fact]
    public async Task A_change_during_a_lease_leaves_it_to_its_holder()
    {
        var id = await InsertAsync();
        var now = Make.Noon.AddSeconds(1);
        var leased = Assert.Single(await _store.LeaseAsync(1, now, now.AddSeconds(10), None));

        await _replica.ChangeAsync(id, r => { r.Approve(1); return true; }, None);
        Assert.Empty(await _replica.LeaseAsync(1, now, now.AddSeconds(10), None));

        var published = leased.Due(now);
        await _store.ChangeAsync(
            id, r => { r.Published(published, now, TimeSpan.FromSeconds(15)); return true; }, None,
            now.AddSeconds(10).ToUnixTimeMilliseconds());
        var rest = Assert.Single(await _replica.LeaseAsync(1, now.AddSeconds(2), now.AddSeconds(12), None)).Outbox;
        Assert.Contains(rest, e => e.DueAt <= now.AddSeconds(2));
        var ids = published.Select(m => m.Id).ToHashSet();
        Assert.All(rest, e => Assert.Equal(ids.Contains(e.Id) ? 1 : 0, e.Attempts));
        Assert.Contains(rest, e => ids.Contains(e.Id));
    }

    [Fact]
    public async Task A_lease_that_ran_out_cannot_end_the_next_one()
    {
        var id = await InsertAsync();
        var now = Make.Noon.AddSeconds(1);
        Assert.Single(await _store.LeaseAsync(1, now, now.AddSeconds(10), None));
        Assert.Single(await _replica.LeaseAsync(1, now.AddSeconds(11), now.AddSeconds(30), None));

        await _store.ChangeAsync(id, _ => true, None, now.AddSeconds(10).ToUnixTimeMilliseconds());

        Assert.Empty(await _store.LeaseAsync(1, now.AddSeconds(12), now.AddSeconds(30), None));
    }

    [Fact]
    public async Task No_message_is_leased_twice_by_parallel_relays()
    {
        for (var i = 0; i < 20; i++) await InsertAsync();
        var now = Make.Noon.AddSeconds(1);

        var leased = await Task.WhenAll(Enumerable.Range(0, 30).Select(i =>
            Task.Run(() => (i % 2 == 0 ? _store : _replica).LeaseAsync(1, now, now.AddSeconds(30), None))));

        Assert.Equal(20, leased.Sum(l => l.Count));
        Assert.Equal(20, leased.SelectMany(l => l).Select(l => l.Id).Distinct().Count());
    }

    [Fact]
    public async Task Many_are_leased_at_once_but_no_more_than_asked_for()
    {
        for (var i = 0; i < 20; i++) await InsertAsync();
        var now = Make.Noon.AddSeconds(1);

        var first = await _store.LeaseAsync(15, now, now.AddSeconds(30), None);
        var rest = await _replica.LeaseAsync(15, now, now.AddSeconds(30), None);

        Assert.Equal((15, 5), (first.Count, rest.Count));
        Assert.Equal(20, first.Concat(rest).Select(r => r.Id).Distinct().Count());
    }

    [Fact]
    public async Task What_is_leased_by_the_write_that_stores_it_is_its_makers_until_it_says_so()
    {
        var now = Make.Noon.AddSeconds(1);
        var marked = (await _store.InsertAsync(id => Make.Request(id), null, None, _ => now.AddSeconds(10)))!;
        var given = (await _store.InsertAsync(id => Make.Request(id), null, None, _ => now.AddSeconds(10)))!;
        Assert.Empty(await _replica.LeaseAsync(9, now, now.AddSeconds(30), None));

        await _store.ChangeAsync(marked.Id, r =>
        {
            r.Published(r.Due(now), now, TimeSpan.FromMinutes(1));
            return true;
        }, None, now.AddSeconds(10).ToUnixTimeMilliseconds());

        var left = await _replica.LeaseAsync(9, now.AddSeconds(11), now.AddSeconds(30), None);
        Assert.Equal(given.Id, Assert.Single(left).Id);
    }

    [Fact]
    public async Task A_change_takes_the_lease_of_whoever_has_it_when_it_asks_for_it()
    {
        var id = await InsertAsync();
        var now = Make.Noon.AddSeconds(1);
        var (before, until) = (now.AddSeconds(10), now.AddSeconds(20));
        var sent = Assert.Single(await _replica.LeaseAsync(1, now, before, None)).Due(now);

        await _store.ChangeAsync(id, r => { r.Approve(1); return true; }, None, leasing: (_, held) =>
        {
            Assert.Equal(before, held);
            return until;
        });
        Assert.Equal(until.ToUnixTimeMilliseconds(), await LeaseAsync());

        // Whoever had it ends only its own.
        await _replica.ChangeAsync(id, r =>
        {
            r.Published(sent, now, TimeSpan.FromMinutes(1));
            return true;
        }, None, before.ToUnixTimeMilliseconds());
        Assert.Equal(until.ToUnixTimeMilliseconds(), await LeaseAsync());
        Assert.Empty(await _replica.LeaseAsync(1, now.AddSeconds(15), now.AddSeconds(30), None));
        Assert.Single(await _replica.LeaseAsync(1, now.AddSeconds(21), now.AddSeconds(30), None));

        async Task<long> LeaseAsync() => (await _store.ListLeasesAsync([id], None))[id];
    }

    [Fact]
    public async Task A_change_that_asks_for_no_lease_or_leaves_nothing_to_send_takes_none()
    {
        var id = await InsertAsync();
        var until = Make.Noon.AddSeconds(10);

        await _store.ChangeAsync(id, _ => true, None, leasing: (_, _) => null);
        await _store.ChangeAsync(id, _ => false, None, leasing: (_, _) => until);
        Assert.Empty(await _store.ListLeasesAsync([id], None));

        await _store.ChangeAsync(
            id, r => r.Due(Make.At().Now).All(m => r.Answered(m.Id)), None, leasing: (_, _) => until);
        Assert.Empty(await _store.ListLeasesAsync([id], None));
    }

    [Fact]
    public async Task A_lease_ends_with_the_last_answer()
    {
        var now = Make.Noon.AddSeconds(1);
        var request = (await _store.InsertAsync(id => Make.Request(id), null, None, _ => now.AddSeconds(10)))!;
        var messages = request.Due(now);

        await _replica.ChangeAsync(request.Id, r => r.Answered(messages[0].Id), None);
        Assert.Equal(
            now.AddSeconds(10).ToUnixTimeMilliseconds(),
            (await _store.ListLeasesAsync([request.Id, 987_654_321_987], None))[request.Id]);

        await _replica.ChangeAsync(request.Id, r => r.Answered(messages[1].Id), None);
        Assert.Empty(await _store.ListLeasesAsync([request.Id], None));
        await _replica.ChangeAsync(request.Id, r => { r.Approve(1); return true; }, None);
        Assert.Single(await _store.LeaseAsync(9, now, now.AddSeconds(30), None));
    }

    [Fact]
    public async Task What_is_due_is_counted_with_the_age_of_the_oldest()
    {
        await InsertAsync();
        await InsertAsync();

        Assert.Equal(new(2, Make.Noon), await _store.MeasureDueAsync(Make.Noon.AddSeconds(1), None));

        var now = Make.Noon.AddSeconds(1);
        foreach (var leased in await _store.LeaseAsync(2, now, now.AddSeconds(10), None))
            await _store.ChangeAsync(leased.Id, r =>
            {
                r.Published(r.Due(now), now, TimeSpan.FromSeconds(15));
                return true;
            }, None, now.AddSeconds(10).ToUnixTimeMilliseconds());
        Assert.Equal(default, await _store.MeasureDueAsync(now.AddSeconds(14), None));
        Assert.Equal(new(2, now.AddSeconds(15)), await _store.MeasureDueAsync(now.AddSeconds(15), None));
    }

    [Fact]
    public async Task What_was_never_sent_is_due_although_the_clock_that_stored_it_was_ahead()
    {
        var id = await InsertAsync();
        var behind = Make.Noon.AddMinutes(-2);

        var leased = Assert.Single(await _replica.LeaseAsync(1, behind, behind.AddSeconds(30), None));

        Assert.Equal((id, 2), (leased.Id, leased.Due(behind).Count));
        Assert.Equal(new(1, Make.Noon), await _store.MeasureDueAsync(behind, None));
    }

    [Fact]
    public async Task What_was_stored_first_is_leased_first()
    {
        var (now, ids) = (Make.Noon.AddSeconds(1), new List<long>());
        for (var i = 0; i < 5; i++) ids.Add(await InsertAsync());
        foreach (var id in ids[..2])
            await _store.ChangeAsync(id, r =>
            {
                r.Published(r.Due(now), now, TimeSpan.FromSeconds(1));
                return true;
            }, None);

        var leased = await _store.LeaseAsync(5, now.AddSeconds(2), now.AddSeconds(30), None);

        // What goes out again comes after what never did.
        Assert.Equal([.. ids[2..], .. ids[..2]], leased.Select(r => r.Id).Order().OrderBy(i => ids.IndexOf(i) < 2));
        Assert.Equal(ids[2..], (await LeasedFirstAsync(3)).Order());

        async Task<IEnumerable<long>> LeasedFirstAsync(int most) => (await _replica.LeaseAsync(
            most, now.AddSeconds(31), now.AddSeconds(60), None)).Select(r => r.Id);
    }
}
