using System.Globalization;
using Erp.Approval.Requests.Storage;
using Erp.Messaging;
using Microsoft.Extensions.Options;

namespace Erp.Approval.Requests.Messages;

/// <summary>The outbox inside the documents. A lease holds a whole document, so its messages go out in order and by one
/// relay only. It ends with the answer to the last of them.</summary>
internal sealed class ApprovalOutbox(
    IApprovalStore store, StoreStartup startup, Stamps stamps, IOptions<ApprovalOptions> options) : IOutbox
{
    public TimeSpan AnswerTime => options.Value.AnswerTime;

    public async Task<IReadOnlyList<OutboxLease>> LeaseAsync(
        int max, TimeSpan duration, CancellationToken cancellationToken)
    {
        if (!startup.IsPrepared) return [];
        var now = stamps.Now;
        var until = now + duration;
        // Each has one message at least.
        var requests = await store.LeaseAsync(max, now, until, cancellationToken);
        return [.. requests.Select(r => new OutboxLease(r.Key, r.Due(now), until.ToUnixTimeMilliseconds()))];
    }

    public async Task MarkPublishedAsync(IReadOnlyList<OutboxLease> leases, CancellationToken cancellationToken)
    {
        var held = await store.ListLeasesAsync([.. leases.Select(Id)], cancellationToken);
        // Side by side: the store may make one write of them.
        await Task.WhenAll(leases.Where(l => held.GetValueOrDefault(Id(l)) == l.Until).Select(lease =>
            store.ChangeAsync(Id(lease), request =>
            {
                request.Published(lease.Messages, stamps.Now, options.Value.FirstRedelivery);
                return true;
            }, cancellationToken, lease.Until)));
    }

    public Task<OutboxBacklog> MeasureAsync(CancellationToken cancellationToken) =>
        store.MeasureDueAsync(stamps.Now, cancellationToken);

    private static long Id(OutboxLease lease) => long.Parse(lease.Key, CultureInfo.InvariantCulture);
}
