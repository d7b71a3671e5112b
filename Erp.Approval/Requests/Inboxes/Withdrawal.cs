using Erp.Api.Errors;
using Erp.Approval.Processing;
using Erp.Approval.Requests.Domain;

namespace Erp.Approval.Requests.Inboxes;

/// <summary>Changes a request so that its pending step leaves its approver's inbox, unless the approver was told that
/// their decision is taken: the inbox says who was first, and lets no decision in while the record is
/// changed.</summary>
internal sealed class Withdrawal(ApprovalChanges changes, InboxClient inbox, Stamps stamps)
{
    // The rest of the hold is for a store that is slow to write.
    private static readonly TimeSpan Limit = InboxHold.Duration / 3;

    /// <param name="request">As it was read, with a pending step.</param>
    /// <param name="isDone">Somebody has made the very change meanwhile: nothing is left to do.</param>
    /// <param name="change">Of the record, while nobody can decide the step.</param>
    /// <param name="cancellationToken">The caller does not wait any more.</param>
    /// <exception cref="ProblemException">409 when the step is decided, or somebody else's by now; 503 when the inbox
    /// cannot say.</exception>
    public async Task<ApprovalRequest> MakeAsync(
        ApprovalRequest request, Func<ApprovalRequest, bool> isDone, Func<ApprovalRequest, bool> change,
        CancellationToken cancellationToken)
    {
        var step = request.Current ?? throw Decided();
        var until = stamps.Now + Limit;
        var hold = await inbox.HoldAsync(step.ApproverId, request.Id, step.Turn, cancellationToken) ?? throw Decided();
        if (hold.Epoch.Length > 0) stamps.InboxEpoch = hold.Epoch;
        var (changed, _) = await changes.ChangeAsync(request.Id, r =>
        {
            if (isDone(r)) return false;
            if (r.Current is not { } current || current.Step != step.Step) throw Decided();
            if (current.ApproverId != step.ApproverId || current.Turn != step.Turn)
                throw Problems.Conflict("step_reassigned", "This step is somebody else's by now.");
            if (!IsSure(hold, current)) throw TryAgain("The inboxes are being filled anew.");
            if (stamps.Now > until) throw TryAgain("It took too long to change the request.");
            return change(r);
        }, cancellationToken);
        return changed!; // it was there, and requests are never deleted
    }

    // Only the life of the inboxes that its assignment was made for lets a step in, and that one keeps decisions out
    // now, also when the step comes later. Not so when the assignment was made anew meanwhile, for a life without that
    // hold. What was confirmed has to be there: an inbox that lost it does not know whether it was decided.
    private static bool IsSure(InboxHold hold, ApprovalStep step) =>
        (step.SentEpoch is null || step.SentEpoch == hold.Epoch)
        && (step.InboxEpoch is null || (step.InboxEpoch == hold.Epoch && hold.Shown));

    public static ProblemException Decided() =>
        Problems.Conflict("already_decided", "This request is decided already.");

    private static ProblemException TryAgain(string why) =>
        Problems.Unavailable("temporarily_unavailable", $"{why} Try again.", TimeSpan.FromSeconds(2));
}
