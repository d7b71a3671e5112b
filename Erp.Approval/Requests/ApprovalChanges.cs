using Erp.Approval.Requests.Domain;
using Erp.Approval.Requests.Storage;
using Erp.Messaging;
using Erp.Messaging.Outbox;
using Erp.ServiceDefaults.Work;
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
        var until = default(DateTimeOffset);
        var request = await store.InsertAsync(make, idempotency, cancellationToken, leasing: _ => until = Lease());
        if (request is not null) Send(request, until);
        return request;
    }

    /// <summary>See <see cref="IApprovalStore.ChangeAsync"/>; also whether something was changed.</summary>
    public async Task<(ApprovalRequest? Request, bool Changed)> ChangeAsync(
        long id, Func<ApprovalRequest, bool> change, CancellationToken cancellationToken)
    {
        var changed = false;
        DateTimeOffset? taken = null;
        var request = await store.ChangeAsync(
            id,
            r =>
            {
                taken = null;
                return changed = change(r);
            },
            cancellationToken,
            leasing: (r, held) => taken = MayTake(r, held) ? Lease() : null);
        if (request is not null && taken is { } until) Send(request, until);
        return (request, changed);
    }

    // While answers to what was sent under a lease are on their way it stays: what is new would take along what is not
    // answered yet. The last of these answers gives the rest to whoever applies it.
    private bool MayTake(ApprovalRequest request, DateTimeOffset held)
    {
        var (now, since) = (stamps.Now, held - options.Value.Lease);
        return request.OutboxDue <= now
            && (!Leases.IsHeld(held, now, options.Value.Lease) || !request.Outbox.Exists(m => m.CreatedAt <= since));
    }

    // With the hands full it ends at once: the relays have it.
    private DateTimeOffset Lease() => stamps.Now + (outbox.LeaseAtBirth ?? TimeSpan.Zero);

    private void Send(ApprovalRequest request, DateTimeOffset leasedUntil)
    {
        if (leasedUntil > stamps.Now)
            outbox.Set(new OutboxLease(request.Key, request.Due(stamps.Now), leasedUntil.ToUnixTimeMilliseconds()));
        else outbox.Set();
    }
}
