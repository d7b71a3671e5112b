using Erp.Approval.Requests.Domain;
using Erp.Approval.Requests.Inboxes;
using Erp.Approval.Requests.Storage;
using Erp.ServiceDefaults.Auth;

namespace Erp.Approval.Requests.Cancelling;

/// <summary>Cancels a request, unless its approver was told that their decision is taken.</summary>
internal sealed class CancelApproval(IApprovalStore store, Withdrawal withdrawal, Stamps stamps)
{
    public async Task<ApprovalRequest> HandleAsync(
        long requestId, Caller caller, CancellationToken cancellationToken)
    {
        var request = await store.GetAsync(requestId, cancellationToken);
        Caller.Must(
            caller.Is(request.RequesterId) || caller.IsHr, "Only its requester and HR may cancel a request.");
        return request.Status == FinalStatus.Cancelled
            ? request
            : await withdrawal.MakeAsync(
                request, r => r.Status == FinalStatus.Cancelled,
                r => r.Cancel(caller.EmployeeId!.Value, stamps.Next()), cancellationToken);
    }
}
