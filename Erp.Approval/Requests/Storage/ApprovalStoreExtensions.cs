using Erp.Api.Errors;
using Erp.Approval.Requests.Domain;

namespace Erp.Approval.Requests.Storage;

/// <summary>Read; and change, again when somebody was faster.</summary>
public static class ApprovalStoreExtensions
{
    /// <summary>The request; 404 when there is none.</summary>
    public static async Task<ApprovalRequest> GetAsync(
        this IApprovalStore store, long id, CancellationToken cancellationToken) =>
        await store.FindAsync(id, cancellationToken)
        ?? throw Problems.NotFound("request_not_found", $"There is no request {id}.");

    /// <summary>Applies <paramref name="change"/> to the request until it is stored without a lost update. The change
    /// returns false when there is nothing to store. Null when there is no such request.</summary>
    public static async Task<ApprovalRequest?> ChangeAsync(
        this IApprovalStore store, long id, Func<ApprovalRequest, bool> change, CancellationToken cancellationToken,
        long? releaseLease = null)
    {
        for (var attempt = 0; attempt < 50; attempt++)
        {
            if (await store.FindAsync(id, cancellationToken) is not { } request) return null;
            if (!change(request) || await store.ReplaceAsync(request, releaseLease, cancellationToken)) return request;
            await Task.Delay(Random.Shared.Next(1, 10 + (5 * attempt)), cancellationToken);
        }
        throw Problems.Unavailable(
            "request_busy", $"Request {id} is being changed by many at once; try again.", TimeSpan.FromSeconds(1));
    }
}
