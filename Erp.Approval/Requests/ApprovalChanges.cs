using Erp.Approval.Requests.Domain;
using Erp.Approval.Requests.Storage;
using Erp.Messaging;

namespace Erp.Approval.Requests;

/// <summary>Stores new requests and changes of requests, and sends what they have to say. The write that stores a
/// message leases it to this process as well, so that it goes out without being read, and without waiting for the end
/// of a lease whose messages are with the broker already.</summary>
internal sealed class ApprovalChanges(IApprovalStore store, OutboxSignal outbox, Stamps stamps)
{
    /// <summary>See <see cref="IApprovalStore.InsertAsync"/>.</summary>
    public async Task<ApprovalRequest?> InsertAsync(
        Func<long, ApprovalRequest> make, Idempotency? idempotency, CancellationToken cancellationToken)
    {
        var until = stamps.Now + outbox.LeaseAtBirth;
        var request = await store.InsertAsync(make, idempotency, cancellationToken, until);
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
            id, r => changed = change(r), cancellationToken,
            leasing: r => until = HasToSend(r) ? stamps.Now + outbox.LeaseAtBirth : null);
        if (request is not null && changed && HasToSend(request)) Send(request, until);
        return (request, changed);
    }

    private bool HasToSend(ApprovalRequest request) => request.OutboxDue <= stamps.Now;

    private void Send(ApprovalRequest request, DateTimeOffset? leasedUntil)
    {
        if (leasedUntil is { } until)
            outbox.Set(new OutboxLease(request.Key, request.Due(stamps.Now), until.ToUnixTimeMilliseconds()));
        else outbox.Set();
    }
}
