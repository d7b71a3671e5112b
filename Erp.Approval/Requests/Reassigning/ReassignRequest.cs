using Erp.Api.Validation;

namespace Erp.Approval.Requests.Reassigning;

/// <summary>Body of <c>POST /approvals/{requestId}/steps/{step}/reassign</c>.</summary>
/// <param name="ApproverId">Who decides the step from now on.</param>
/// <param name="Reason">1 to 500 characters; in the history.</param>
public sealed record ReassignRequest([Id] long ApproverId, [Text(500)] string Reason);
