using Erp.Approval.Requests.Domain;

namespace Erp.Approval.Requests.Submitting;

/// <summary>Who stood in for whom when the request was made, as its history tells.</summary>
internal sealed class AsItBegan(ApprovalRequest request) : IStandIns
{
    public long? DeputyOf(long employeeId) =>
        request.History.Find(h => h.At == request.CreatedAt && h.Action == HistoryAction.Delegated) is { } first
        && first.InsteadOf == employeeId
            ? first.ApproverId
            : null;

    public bool HasLeft(long employeeId) => request.History.Exists(
        h => h.At == request.CreatedAt && h.Action == HistoryAction.Stuck && h.ApproverId == employeeId);

    public IReadOnlyList<long> Hr() => [];
}
