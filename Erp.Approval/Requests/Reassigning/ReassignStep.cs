using Erp.Api.Errors;
using Erp.Approval.Requests.Domain;
using Erp.Approval.Requests.Inboxes;
using Erp.Approval.Requests.People;
using Erp.Approval.Requests.Storage;

namespace Erp.Approval.Requests.Reassigning;

/// <summary>Gives an undecided step to somebody else. A step whose turn it is leaves an inbox, so the inbox is asked
/// who was first, as for cancelling.</summary>
internal sealed class ReassignStep(
    IApprovalStore store, Withdrawal withdrawal, PeopleCheck people, Stamps stamps)
{
    public async Task<ApprovalRequest> HandleAsync(
        long requestId, int step, ReassignRequest body, long by, CancellationToken cancellationToken)
    {
        await CheckAsync(await ReadAsync(), body.ApproverId);
        // Its turn may come while this is done: then it is another change.
        for (var attempt = 0; attempt < 3; attempt++)
        {
            var request = await ReadAsync();
            if (IsDone(request)) return request;
            if (!request.Steps[step - 1].IsOpen) throw Withdrawal.Decided();
            if (request.Steps[step - 1].Status == StepStatus.Pending)
                return await withdrawal.MakeAsync(request, IsDone, Change, cancellationToken);

            var made = false;
            var changed = await store.ChangeAsync(
                requestId,
                r => made = r.Steps[step - 1].Status == StepStatus.Waiting && !IsDone(r) && Change(r),
                cancellationToken);
            if (made || IsDone(changed!)) return changed!;
        }
        throw Problems.Unavailable(
            "request_busy", "The request is being changed at this moment; try again.", TimeSpan.FromSeconds(1));

        async Task<ApprovalRequest> ReadAsync()
        {
            var request = await store.GetAsync(requestId, cancellationToken);
            return step >= 1 && step <= request.Steps.Count
                ? request
                : throw Problems.NotFound("step_not_found", $"Request {requestId} has no step {step}.");
        }

        // The same again, perhaps after an answer that was lost.
        bool IsDone(ApprovalRequest r) => r.Steps[step - 1].IsOpen && r.Steps[step - 1].ApproverId == body.ApproverId;

        bool Change(ApprovalRequest r)
        {
            Fits(r, body.ApproverId);
            return r.Reassign(step, body.ApproverId, by, body.Reason, stamps.Next());
        }

        void Fits(ApprovalRequest r, long approverId)
        {
            if (r.RequesterId == approverId)
                throw Problems.Unprocessable("self_approval", "Nobody approves their own request.");
            if (r.Steps.Exists(s => s.Step != step && s.IsOpen && s.IsOf(approverId)))
                throw Problems.Unprocessable(
                    "approver_twice", $"Employee {approverId} has another undecided step of this request.");
        }

        async Task CheckAsync(ApprovalRequest request, long approverId)
        {
            if (!request.Steps[step - 1].IsOpen) throw Withdrawal.Decided();
            Fits(request, approverId);
            await people.MustBeActiveAsync([approverId], cancellationToken);
        }
    }
}
