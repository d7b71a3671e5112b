using System.Globalization;
using Erp.Approval.Requests.Storage;
using Erp.Messaging;
using Microsoft.Extensions.Options;

namespace Erp.Approval.Requests.Messages;

/// <summary>The outbox inside the documents. A lease holds a whole document, so its messages go out in order and by one
/// relay only.</summary>
internal sealed class ApprovalOutbox(IApprovalStore store, Stamps stamps, IOptions<ApprovalOptions> options) : IOutbox
{
    public async Task<IReadOnlyList<OutboxLease>> LeaseAsync(
        int max, TimeSpan duration, CancellationToken cancellationToken)
    {
        List<OutboxLease> leases = [];
        for (var left = max; left > 0; left -= leases[^1].Messages.Count)
        {
            var now = stamps.Now;
            var until = now + duration;
            if (await store.LeaseAsync(now, until, cancellationToken) is not { } request) break;
            leases.Add(new(request.Key, [.. request.Due(now).Take(left)], until.ToUnixTimeMilliseconds()));
        }
        return leases;
    }

    public async Task MarkPublishedAsync(IReadOnlyList<OutboxLease> leases, CancellationToken cancellationToken)
    {
        foreach (var lease in leases)
        {
            var id = long.Parse(lease.Key, CultureInfo.InvariantCulture);
            var published = lease.Messages.Select(m => m.Id).ToHashSet();
            await store.ChangeAsync(id, request =>
            {
                request.Published(published, stamps.Now, options.Value.FirstRedelivery);
                return true;
            }, cancellationToken, lease.Until);
        }
    }

    public Task<OutboxBacklog> MeasureAsync(CancellationToken cancellationToken) =>
        store.MeasureDueAsync(stamps.Now, cancellationToken);
}
