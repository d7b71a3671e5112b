using Erp.Approval.Requests.Domain;
using Erp.Approval.Requests.Storage;
using Erp.Approval.Tests.Support;

namespace Erp.Approval.Tests.Storage;

public abstract partial class ApprovalStoreContract
{
    [Fact]
    public async Task Lists_are_filtered_and_paged_newest_first()
    {
        var ids = new List<long>();
        for (var i = 0; i < 6; i++)
            ids.Add(await InsertAsync(
                requester: 70, type: i % 2 == 0 ? ApprovalType.Expense : ApprovalType.General,
                approvers: [i < 4 ? 71 : 72, 73]));
        await _store.ChangeAsync(ids[1], r => { r.Reject(1); return true; }, None);
        async Task<IEnumerable<long>> List(ApprovalFilter filter, int take = 50, long? before = null) =>
            (await _replica.ListAsync(filter, take, before, None)).Select(r => r.Id);

        Assert.Equal([ids[5], ids[4], ids[3]], await List(new(RequesterId: 70), take: 3));
        Assert.Equal([ids[2], ids[1], ids[0]], await List(new(RequesterId: 70), take: 3, before: ids[3]));
        Assert.Equal([ids[3], ids[2], ids[1], ids[0]], await List(new(ApproverId: 71)));
        Assert.Equal([ids[5], ids[4]], await List(new(ApproverId: 72, RequesterId: 70)));
        Assert.Equal([ids[1]], await List(new(Status: FinalStatus.Rejected)));
        Assert.Equal([ids[4], ids[2], ids[0]], await List(new(RequesterId: 70, Type: ApprovalType.Expense)));
        Assert.Equal(
            [ids[3]], await List(new(71, 71, FinalStatus.InProgress, ApprovalType.General) { RequesterId = 70 }));
        Assert.Equal(ids.AsEnumerable().Reverse(), await List(new()));
        var listed = (await _store.ListAsync(new(Status: FinalStatus.Rejected), 1, null, None))[0];
        Assert.Equal(("", 0, 0, "No."), (listed.Content, listed.History.Count, listed.Outbox.Count, listed.Reason));
        Assert.Equal(2, listed.Steps.Count);
    }

    [Fact]
    public async Task Titles_are_found_by_the_beginnings_of_their_words()
    {
        var chairs = await TitledAsync("New CHAIRS, twelve of them", requester: 90);
        var korean = await TitledAsync("연차휴가 신청 (3월)", requester: 91);
        var signs = await TitledAsync("!!!", requester: 90);
        async Task<IEnumerable<long>> Find(string title, ApprovalFilter? filter = null, long? before = null) =>
            (await _replica.ListAsync((filter ?? new()) with { Title = TitleTerms.Asked(title) }, 10, before, None))
            .Select(r => r.Id);

        Assert.Equal([chairs], await Find("chair"));
        Assert.Equal([chairs], await Find("TWE new"));
        Assert.Empty(await Find("chair table"));
        Assert.Empty(await Find("hairs"));
        Assert.Equal([korean], await Find("연차"));
        Assert.Equal([korean], await Find("3월 신청"));
        Assert.Equal([chairs], await Find("new", new(RequesterId: 90)));
        Assert.Empty(await Find("new", new(RequesterId: 91)));
        Assert.Equal([chairs], await Find("new", new(ApproverId: 2, Status: FinalStatus.InProgress)));
        Assert.Empty(await Find("new", before: chairs));
        Assert.Equal([signs, chairs], (await _store.ListAsync(new(RequesterId: 90), 10, null, None)).Select(r => r.Id));
    }

    [Theory]
    [InlineData("Café menus", "CAFÉ")]
    [InlineData("연차휴가 신청", "\u110B\u1167\u11AB\u110E\u1161")]
    [InlineData("\u1109\u1175\u11AB\u110E\u1165\u11BC \u0031", "신청")]
    [InlineData("कार्यालय की कुर्सी", "कुर्")]
    [InlineData("\U0001E900\U0001E901\U0001E902 younger than many tables of letters", "\U0001E900\U0001E901")]
    [InlineData("Donaudampfschifffahrtsgesellschaft", "donaudampfschifffahrt")]
    [InlineData("Room 404, floor 4", "4 404")]
    [InlineData("a.b-c_d/e", "e d a")]
    public async Task Words_are_found_in_whatever_script(string title, string asked)
    {
        var id = await TitledAsync(title, requester: 92);
        var terms = TitleTerms.Asked(asked);

        Assert.Contains(id, (await _replica.ListAsync(new(Title: terms), 10, null, None)).Select(r => r.Id));
        Assert.Contains(id, (await _replica.ListAsync(new(92, Title: terms), 10, null, None)).Select(r => r.Id));
        Assert.DoesNotContain(
            id, (await _replica.ListAsync(new(Title: [.. terms, "x"]), 10, null, None)).Select(r => r.Id));
    }

    [Fact]
    public async Task Lists_are_narrowed_to_when_requests_were_made()
    {
        var ids = new List<long>();
        foreach (var second in (int[])[0, 10, 20, 20, 30])
            ids.Add(await InsertAsync(id => ApprovalRequest.Submit(
                id, Make.Submission(requester: 95), Make.At(second), StandIns.None)));
        async Task<IEnumerable<long>> Made(int? from, int? end, ApprovalFilter? filter = null, long? before = null) =>
            (await _replica.ListAsync(
                (filter ?? new()) with
                {
                    From = from is { } f ? Make.Noon.AddSeconds(f) : null,
                    Before = end is { } e ? Make.Noon.AddSeconds(e) : null,
                }, 10, before, None)).Select(r => r.Id);

        Assert.Equal([ids[4], ids[3], ids[2]], await Made(20, null));
        Assert.Equal([ids[1], ids[0]], await Made(null, 20));
        Assert.Equal([ids[3], ids[2], ids[1]], await Made(5, 30, new(RequesterId: 95)));
        Assert.Equal([ids[1]], await Made(5, 30, new(ApproverId: 3), before: ids[2]));
        Assert.Empty(await Made(31, null));
        Assert.Empty(await Made(null, 0));
    }

    [Fact]
    public async Task A_line_that_changed_is_listed_as_it_is_now()
    {
        var id = await InsertAsync(approvers: [101, 102]);
        await _store.ChangeAsync(id, r => r.Reassign(2, 103, 5, "Away.", Make.At()), None);
        async Task<IEnumerable<long>> Of(long approver) =>
            (await _replica.ListAsync(new(ApproverId: approver), 10, null, None)).Select(r => r.Id);

        Assert.Equal([id], await Of(101));
        Assert.Empty(await Of(102));
        Assert.Equal([id], await Of(103));
    }

    [Fact]
    public async Task What_somebody_has_decided_is_listed_and_what_waits_for_them_is_not()
    {
        var approved = await InsertAsync(requester: 130, approvers: [131, 132]);
        var waiting = await InsertAsync(requester: 130, approvers: [131, 132]);
        var rejected = await InsertAsync(requester: 130, approvers: [131, 132], type: ApprovalType.Expense);
        var handedOn = await InsertAsync(requester: 130, approvers: [131, 132]);
        await _store.ChangeAsync(approved, r => { r.Approve(1); return true; }, None);
        await _store.ChangeAsync(rejected, r => { r.Reject(1); return true; }, None);
        await _store.ChangeAsync(handedOn, r => r.Reassign(1, 133, 5, "Away.", Make.At()), None);
        await _store.ChangeAsync(handedOn, r => { r.Approve(1); return true; }, None);
        async Task<IEnumerable<long>> By(long decider, ApprovalFilter? filter = null, long? before = null) =>
            (await _replica.ListAsync((filter ?? new()) with { DecidedBy = decider }, 10, before, None))
            .Select(r => r.Id);

        Assert.Equal([rejected, approved], await By(131));
        Assert.Equal([approved], await By(131, before: waiting));
        Assert.Equal([rejected], await By(131, new(130, 132, FinalStatus.Rejected, ApprovalType.Expense)));
        Assert.Empty(await By(132));
        Assert.Equal([handedOn], await By(133));
        await _store.ChangeAsync(approved, r => { r.Approve(2); return true; }, None);
        Assert.Equal([approved], await By(132));
    }

    [Fact]
    public async Task What_somebody_may_read_is_listed_the_newest_first()
    {
        async Task<long> Read(params long[] readers) => (await _store.InsertAsync(
            id => ApprovalRequest.Submit(
                id, Make.Submission(requester: 150, approvers: [151]) with { Readers = readers }, Make.At(),
                StandIns.None),
            null, None))!.Id;
        var (first, other, second) = (await Read(152, 153), await Read(153), await Read(152));
        await _store.ChangeAsync(first, r => { r.Approve(1); return true; }, None);
        async Task<IEnumerable<long>> By(long reader, ApprovalFilter? filter = null, long? before = null) =>
            (await _replica.ListAsync((filter ?? new()) with { ReaderId = reader }, 10, before, None))
            .Select(r => r.Id);

        Assert.Equal([second, first], await By(152));
        Assert.Equal([other, first], await By(153));
        Assert.Equal([first], await By(152, before: second));
        Assert.Equal([first], await By(153, new(150, 151, FinalStatus.Approved, DecidedBy: 151)));
        Assert.Empty(await By(151));
    }

    [Fact]
    public async Task Stuck_are_those_whose_approver_has_left()
    {
        var stuck = await InsertAsync(approvers: [111]);
        var other = await InsertAsync(approvers: [112]);
        var people = new StandIns { Left = [111], InHr = [5] };
        await _store.ChangeAsync(stuck, r => r.ApproverLeft(111, Make.At(), people), None);
        async Task<IEnumerable<long>> Stuck(long? before = null) =>
            (await _replica.ListAsync(new(Stuck: true), 10, before, None)).Select(r => r.Id);

        Assert.Equal([stuck], await Stuck(before: other));
        Assert.Empty(await Stuck(before: stuck));
        Assert.Equal([5], (await _replica.FindAsync(stuck, None))!.History[^1].Told);

        await _store.ChangeAsync(stuck, r => r.Reassign(1, 113, 5, "Left.", Make.At()), None);
        Assert.DoesNotContain(stuck, await Stuck());
    }

    [Fact]
    public async Task What_waits_for_long_is_listed_until_somebody_was_reminded_that_day()
    {
        var today = new DateOnly(2026, 3, 4);
        var first = await InsertAsync(requester: 120);
        var later = await InsertAsync(id => ApprovalRequest.Submit(
            id, Make.Submission(120), Make.At(60), StandIns.None));
        var decided = await InsertAsync(requester: 120, approvers: [2]);
        await _store.ChangeAsync(decided, r => { r.Approve(1); return true; }, None);
        async Task<IEnumerable<long>> List(int second, DateOnly day) =>
            await _replica.ListToRemindAsync(Make.Noon.AddSeconds(second), day.DayNumber, 10, None);

        Assert.Equal([first, later], await List(60, today));
        Assert.Equal([first], await List(59, today));
        Assert.Empty(await List(-1, today));
        await _store.ChangeAsync(first, r => r.Remind(today, [2], Make.At()), None);
        Assert.Equal([later], await List(60, today));
        Assert.Equal([first, later], await List(60, today.AddDays(1)));
        await _store.ChangeAsync(first, r => r.Reassign(1, 9, 5, "Ill.", Make.At(90)), None);
        Assert.Equal([later], await List(60, today.AddDays(1)));
    }

    [Fact]
    public async Task A_lease_has_one_holder_until_it_runs_out()
    {
        Task<bool> Take(IApprovalStore store, string holder, int now) => store.TakeLeaseAsync(
            "lease", holder, Make.Noon.AddSeconds(now), Make.Noon.AddSeconds(now + 10), None);

        var taken = await Task.WhenAll(Enumerable.Range(0, 8).Select(
            i => Task.Run(() => Take(i % 2 == 0 ? _store : _replica, $"{i}", 0))));
        var holder = $"{Assert.Single(taken.Index(), t => t.Item).Index}";

        Assert.True(await Take(_replica, holder, 5));
        Assert.False(await Take(_store, "another", 14));
        Assert.True(await Take(_store, "another", 15));
        Assert.False(await Take(_store, holder, 16));
        // One was given by a clock that was two minutes ahead.
        Assert.True(await Take(_replica, "ahead", 120));
        Assert.True(await Take(_store, holder, 0));
    }

    [Fact]
    public async Task Dates_survive()
    {
        var period = new LeavePeriod(new(2026, 12, 31), new(2027, 1, 1), null);
        var half = new LeavePeriod(new(2026, 12, 31), new(2026, 12, 31), LeavePart.Afternoon);
        foreach (var dates in (LeavePeriod[])[period, half])
        {
            var stored = await InsertAsync(id => ApprovalRequest.Submit(
                id, Make.Submission() with { Period = dates }, Make.At(), StandIns.None));
            Assert.Equal(dates, (await _replica.FindAsync(stored, None))!.Period);
        }
    }

    private async Task<long> TitledAsync(string title, long requester) =>
        await InsertAsync(id => ApprovalRequest.Submit(
            id, Make.Submission(requester) with { Title = title }, Make.At(), StandIns.None));
}
