using Erp.Approval.Requests.Domain;
using Erp.Approval.Requests.Storage;
using Erp.Messaging;
using Erp.Messaging.Outbox;
using Microsoft.Extensions.Options;

namespace Erp.Approval.Requests;

/// <summary>Stores new requests and changes of requests, and sends what they have to say. The write that stores a
/// message leases it to this process as well, so that it goes out without being read.</summary>
internal sealed class ApprovalChanges(
    IApprovalStore store, OutboxSignal outbox, Stamps stamps, IOptions<OutboxOptions> options)
{
    /// <summary>See <see cref="IApprovalStore.InsertAsync"/>.</summary>
    public async Task<ApprovalRequest?> InsertAsync(
        Func<long, ApprovalRequest> make, Idempotency? idempotency, CancellationToken cancellationToken)
    {
        DateTimeOffset? until = null;
        var request = await store.InsertAsync(
            make, idempotency, cancellationToken, leasing: _ => until = stamps.Now + outbox.LeaseAtBirth);
        if (request is not null) Send(request, until);
        return request;
    }

    /// <summary>See <see cref="IApprovalStore.ChangeAsync"/>; also whether something was changed.</summary>
    public async Task<(ApprovalRequest? Request, bool Changed)> ChangeAsync(
        long id, Func<ApprovalRequest, bool> change, CancellationToken cancellationToken)
    {
        var changed = false;
        DateTimeOffset? until = null;
        var request = await store.ChangeAsync(
            id, r => changed = change(r), cancellationToken, leasing: (r, held) => until = Lease(r, held));
        if (request is not null && changed && HasToSend(request)) Send(request, until);
        return (request, changed);
    }

    // While answers to what was sent under a lease are on their way it stays: what is new would take along what is not
    // answered yet. The last of these answers gives the rest to whoever applies it.
    private DateTimeOffset? Lease(ApprovalRequest request, DateTimeOffset held)
    {
        var now = stamps.Now;
        var since = held - options.Value.Lease;
        if (!HasToSend(request) || (held > now && request.Outbox.Exists(m => m.CreatedAt <= since))) return null;
        // With the hands full it is left to the relays.
        return now + (outbox.LeaseAtBirth ?? TimeSpan.Zero);
    }

    private bool HasToSend(ApprovalRequest request) => request.OutboxDue <= stamps.Now;

    private void Send(ApprovalRequest request, DateTimeOffset? leasedUntil)
    {
        if (leasedUntil is { } until && until > stamps.Now)
            outbox.Set(new OutboxLease(request.Key, request.Due(stamps.Now), until.ToUnixTimeMilliseconds()));
        else outbox.Set();
    }
}
