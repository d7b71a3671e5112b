using Erp.Api.Errors;
using Erp.Approval.Processing;
using Erp.Approval.Requests.Domain;
using Erp.Approval.Requests.Inboxes;
using Erp.Approval.Requests.Storage;
using Erp.Messaging;
using Erp.ServiceDefaults.Auth;

namespace Erp.Approval.Requests.Cancelling;

/// <summary>Cancels a request, unless its approver was told that their decision is taken: the inbox says who was first,
/// and lets no decision in while the record is changed.</summary>
internal sealed class CancelApproval(IApprovalStore store, InboxClient inbox, OutboxSignal outbox, Stamps stamps)
{
    // The rest of the hold is for a store that is slow to write.
    private static readonly TimeSpan Limit = InboxHold.Duration / 3;

    public async Task<ApprovalRequest> HandleAsync(
        long requestId, Caller caller, CancellationToken cancellationToken)
    {
        var request = await store.GetAsync(requestId, cancellationToken);
        Caller.Must(caller.Is(request.RequesterId) || caller.IsHr, "Only its requester and HR may cancel a request.");
        if (request.Status == FinalStatus.Cancelled) return request;
        if (request.Current is not { } step) throw Decided();

        var until = stamps.Now + Limit;
        var hold = await inbox.HoldAsync(step.ApproverId, requestId, cancellationToken) ?? throw Decided();
        // What it knew before it lost its data is on its way to the record, if it was decided.
        // Not confirmed yet, the step may have been there all the same, unless it is younger than this life.
        var sure = step.InboxEpoch is { } known
            ? known == hold.Epoch && hold.Shown
            : hold.KnowsAllSince(request.UpdatedAt);
        if (!sure) throw TryAgain("The inboxes are being filled anew.");

        var cancelled = await store.ChangeAsync(requestId, r =>
        {
            if (r.Status == FinalStatus.Cancelled) return false;
            if (r.Current?.Step != step.Step) throw Decided();
            if (stamps.Now > until) throw TryAgain("It took too long to cancel the request.");
            return r.Cancel(caller.EmployeeId!.Value, stamps.Next());
        }, cancellationToken);
        outbox.Set();
        return cancelled!; // it was there, and requests are never deleted
    }

    private static ProblemException Decided() =>
        Problems.Conflict("already_decided", "This request is decided already.");

    private static ProblemException TryAgain(string why) =>
        Problems.Unavailable("temporarily_unavailable", $"{why} Try again.", TimeSpan.FromSeconds(2));
}
