using Erp.Approval.Requests;
using Erp.Approval.Requests.Domain;
using Erp.Approval.Requests.Storage.Sqlite;
using Erp.Approval.Tests.Support;
using Erp.Contracts;
using Erp.Messaging;
using Erp.Messaging.Outbox;
using Microsoft.Extensions.Options;

namespace Erp.Approval.Tests.Requests;

/// <summary>Decisions come before the answers to what was sent before them, while that is leased.</summary>
public sealed class ApprovalChangesTests : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly IOptions<OutboxOptions> Outbox = Options.Create(new OutboxOptions());
    private readonly TemporaryFolder _folder = new();
    private readonly Stamps _stamps = new(TimeProvider.System);
    private SqliteApprovalStore _store = null!;
    private ApprovalChanges _changes = null!;
    private long _id;

    public async ValueTask InitializeAsync()
    {
        _store = new($"Data Source={_folder.File("approvals.db")}");
        await _store.InitializeAsync(None);
        // Its relay has its hands full, so that what the changes do not lease is there for any other.
        _changes = new(_store, new OutboxSignal(), _stamps, Outbox);
        var request = await _store.InsertAsync(
            id => ApprovalRequest.Submit(id, Make.Submission(), _stamps.Next(), StandIns.None), null, None,
            _ => _stamps.Now + Outbox.Value.Lease);
        _id = request!.Id;
    }

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        _folder.Delete();
    }

    [Fact]
    public async Task What_a_decision_sends_is_given_away_by_the_last_answer_to_what_was_sent_before()
    {
        var told = Assert.Single(await SentAsync(nameof(NotificationRequested)));
        await DecideAsync();
        Assert.Empty(await LeaseAsync());

        await _changes.ChangeAsync(_id, r => r.Answered(told), None);

        var leased = Assert.Single(await LeaseAsync());
        Assert.Equal(
            [nameof(StepAssigned), nameof(NotificationRequested), nameof(NotificationRequested)],
            leased.Due(_stamps.Now).Select(m => m.Type).OrderDescending());
    }

    [Fact]
    public async Task So_it_is_when_the_answer_was_first()
    {
        var told = Assert.Single(await SentAsync(nameof(NotificationRequested)));
        await _changes.ChangeAsync(_id, r => r.Answered(told), None);

        await DecideAsync();

        Assert.Single(await LeaseAsync());
    }

    [Fact]
    public async Task An_answer_with_nothing_new_to_send_leaves_the_lease()
    {
        var told = Assert.Single(await SentAsync(nameof(NotificationRequested)));

        await _changes.ChangeAsync(_id, r => r.Answered(told), None);

        Assert.Empty(await LeaseAsync());
    }

    [Fact]
    public async Task A_lease_of_a_clock_that_was_ahead_keeps_no_decision_waiting()
    {
        var told = Assert.Single(await SentAsync(nameof(NotificationRequested)));
        var ahead = _stamps.Now + TimeSpan.FromMinutes(4);
        await _store.ChangeAsync(_id, r => r.Answered(told), None, leasing: (_, _) => ahead);

        await DecideAsync();

        Assert.DoesNotContain(
            ahead.ToUnixTimeMilliseconds(), (await _store.ListLeasesAsync([_id], None)).Values);
    }

    private async Task DecideAsync() => await _changes.ChangeAsync(
        _id, r => r.Decide("d", 1, 2, true, null, _stamps.Now, _stamps.Next(), StandIns.None), None);

    private async Task<IReadOnlyList<string>> SentAsync(string type) =>
        [.. (await _store.FindAsync(_id, None))!.Outbox.Where(m => m.Type == type).Select(m => m.Id)];

    private Task<IReadOnlyList<ApprovalRequest>> LeaseAsync() =>
        _store.LeaseAsync(9, _stamps.Now, _stamps.Now + Outbox.Value.Lease, None);
}
