using Erp.Api.Errors;
using Erp.Api.Validation;
using Erp.Approval.Requests.Domain;
using Erp.ServiceDefaults.Auth;

namespace Erp.Approval.Requests.Commenting;

/// <summary>Body of <c>POST /approvals/{requestId}/comments</c>.</summary>
/// <param name="Text">1 to 2,000 characters; in the history.</param>
public sealed record CommentRequest([Text(2_000)] string Text);

/// <summary>Puts a comment into the history and tells the others.</summary>
internal sealed class CommentOnApproval(ApprovalChanges changes, Stamps stamps)
{
    public async Task<ApprovalRequest> HandleAsync(
        long requestId, string text, string? key, Caller caller, CancellationToken cancellationToken)
    {
        var by = caller.EmployeeId!.Value;
        var (request, _) = await changes.ChangeAsync(requestId, r =>
        {
            Caller.Must(
                caller.IsHr || r.Concerns(by), "Only those whom a request concerns may comment on it.");
            // Decided by the version that is replaced: of two at once the second one reads what the first one wrote.
            if (key is not null && r.FindComment(by, key) is { } earlier)
                return earlier.Text == text
                    ? false
                    : throw Problems.Unprocessable(
                        "idempotency_key_reused", "This Idempotency-Key was used with another text.");
            return r.Comment(by, text, stamps.Next(), key)
                ? true
                : throw Problems.Conflict(
                    "too_many_comments", $"A request has at most {ApprovalRequest.MostComments} comments.");
        }, cancellationToken);
        return request ?? throw Problems.NotFound("request_not_found", $"There is no request {requestId}.");
    }
}
