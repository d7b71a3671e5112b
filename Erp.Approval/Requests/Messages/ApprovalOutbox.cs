using System.Globalization;
using Erp.Approval.Requests.Storage;
using Erp.Messaging;
using Microsoft.Extensions.Options;

namespace Erp.Approval.Requests.Messages;

/// <summary>The outbox inside the documents. A lease holds a whole document, so its messages go out in order and by one
/// relay only.</summary>
internal sealed class ApprovalOutbox(IApprovalStore store, Stamps stamps, IOptions<ApprovalOptions> options) : IOutbox
{
    private readonly HeldKeys _held = new();

    public async Task<IReadOnlyList<OutgoingMessage>> LeaseAsync(
        int max, TimeSpan lease, CancellationToken cancellationToken)
    {
        List<OutgoingMessage> messages = [];
        while (messages.Count < max)
        {
            var now = stamps.Now;
            if (await store.LeaseAsync(now, now + lease, cancellationToken) is not { } leased) break;
            var due = leased.Request.Due(now).Take(max - messages.Count).ToList();
            if (due.Count == 0) continue;
            _held.Take(due[0].Key, leased.Lease, due.Select(m => m.Id));
            messages.AddRange(due);
        }
        return messages;
    }

    public async Task MarkPublishedAsync(IReadOnlyList<OutgoingMessage> messages, CancellationToken cancellationToken)
    {
        foreach (var ofRequest in messages.GroupBy(m => m.Key))
        {
            var id = long.Parse(ofRequest.Key, CultureInfo.InvariantCulture);
            var published = ofRequest.Select(m => m.Id).ToHashSet();
            // A request's messages go to several topics side by side: its lease ends with the last of them.
            var lease = _held.EndsWith(ofRequest.Key, published);
            await store.ChangeAsync(id, request =>
            {
                request.Published(published, stamps.Now, options.Value.FirstRedelivery);
                return true;
            }, cancellationToken, lease);
            if (lease is { } ended) _held.Release(ofRequest.Key, ended);
        }
    }

    public Task<long> CountPendingAsync(CancellationToken cancellationToken) =>
        store.CountDueAsync(stamps.Now, cancellationToken);
}
