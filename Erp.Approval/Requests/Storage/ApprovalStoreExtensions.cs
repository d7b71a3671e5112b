using Erp.Api.Errors;
using Erp.Approval.Requests.Domain;

namespace Erp.Approval.Requests.Storage;

/// <summary>What endpoints ask of the store.</summary>
public static class ApprovalStoreExtensions
{
    /// <summary>The request; 404 when there is none.</summary>
    public static async Task<ApprovalRequest> GetAsync(
        this IApprovalStore store, long id, CancellationToken cancellationToken) =>
        await store.FindAsync(id, cancellationToken)
        ?? throw Problems.NotFound("request_not_found", $"There is no request {id}.");
}
