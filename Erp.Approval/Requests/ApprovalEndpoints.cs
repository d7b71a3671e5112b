using Erp.Approval.Requests.Domain;
using Erp.Approval.Requests.Reading;
using Erp.Approval.Requests.Storage;
using Erp.Approval.Requests.Submitting;
using Erp.Messaging;
using Erp.ServiceDefaults.Auth;
using Erp.ServiceDefaults.Errors;
using Erp.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Erp.Approval.Requests;

/// <summary>Resource <c>/approvals</c>.</summary>
internal static class ApprovalEndpoints
{
    public static RouteGroupBuilder MapApprovals(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/approvals").WithTags("Approvals").RequireAuthorization()
            .ProducesProblem(400).ProducesProblem(401).ProducesProblem(403).ProducesProblem(429).ProducesProblem(503);

        group.MapPost("/", Submit).RequireAuthorization(Policies.Employee).ProducesProblem(422)
            .WithSummary("Ask for approval")
            .WithDescription(
                "By the requester themselves. With an Idempotency-Key the same body answers the first result again, "
                    + "another body 422. Unknown or inactive people are 422 and named in employeeIds.");
        group.MapGet("/", List)
            .WithSummary("Requests, newest first")
            .WithDescription("HR and services see all; others give their own id as requesterId or approverId.");
        group.MapGet("/{requestId}", Get).ProducesProblem(404)
            .WithSummary("A request with its history")
            .WithDescription("For its requester, its approvers, HR and services.");
        group.MapGet("/pending/{approverId}", Pending)
            .WithSummary("Requests that wait for this approver, oldest first")
            .WithDescription("Only those in which it is their turn. For the approver, HR and services.");
        group.MapPost("/{requestId}/cancel", Cancel)
            .RequireAuthorization(Policies.Employee)
            .ProducesProblem(404)
            .ProducesProblem(409)
            .WithSummary("Withdraw a request")
            .WithDescription("By its requester, while it is undecided. Again is 200.");
        return group;
    }

    private static async Task<Created<ApprovalDetail>> Submit(
        SubmitApprovalRequest body, [FromHeader(Name = "Idempotency-Key")] string? idempotencyKey, Caller caller,
        SubmitApproval submit, CancellationToken cancellationToken)
    {
        var submission = body.Check();
        caller.MustBe(submission.RequesterId);
        if (idempotencyKey is not null
            && (idempotencyKey.Length is 0 or > 200 || idempotencyKey.Any(c => c is < '!' or > '~')))
            throw Problems.Invalid(
                "invalid_idempotency_key", "Idempotency-Key must have 1 to 200 visible ASCII characters.");
        var request = await submit.HandleAsync(submission, idempotencyKey, cancellationToken);
        return TypedResults.Created($"/approvals/{request.Id}", ApprovalDetail.From(request));
    }

    private static async Task<Ok<Page<ApprovalSummary>>> List(
        [AsParameters] ApprovalQuery query,
        PageRequest page,
        Caller caller,
        IApprovalStore store,
        CancellationToken cancellationToken
    ) => Paged(await store.ListAsync(query.For(caller), page.Limit + 1, page.After, cancellationToken), page);

    private static async Task<Ok<ApprovalDetail>> Get(
        long requestId, Caller caller, IApprovalStore store, CancellationToken cancellationToken)
    {
        var request = await store.FindAsync(requestId, cancellationToken) ?? throw Unknown(requestId);
        Caller.Must(
            caller.IsService || caller.IsHr || request.Concerns(caller.EmployeeId ?? 0),
            "Only those whom a request concerns may read it.");
        return TypedResults.Ok(ApprovalDetail.From(request));
    }

    private static async Task<Ok<Page<ApprovalSummary>>> Pending(
        long approverId, PageRequest page, Caller caller, IApprovalStore store, CancellationToken cancellationToken)
    {
        Caller.Must(caller.Is(approverId) || caller.IsHr || caller.IsService);
        return Paged(await store.ListPendingAsync(approverId, page.Limit + 1, page.After, cancellationToken), page);
    }

    private static async Task<Ok<ApprovalDetail>> Cancel(
        long requestId, Caller caller, IApprovalStore store, OutboxSignal outbox, Stamps stamps,
        CancellationToken cancellationToken)
    {
        var request = await store.ChangeAsync(requestId, r =>
        {
            caller.MustBe(r.RequesterId);
            if (r.Status == FinalStatus.Cancelled) return false;
            return r.Cancel(stamps.Next())
                ? true
                : throw Problems.Conflict("already_decided", "This request is decided already.");
        }, cancellationToken) ?? throw Unknown(requestId);
        outbox.Set();
        return TypedResults.Ok(ApprovalDetail.From(request));
    }

    private static Ok<Page<ApprovalSummary>> Paged(IReadOnlyList<ApprovalRequest> rows, PageRequest page) =>
        TypedResults.Ok(Page.From([.. rows.Select(ApprovalSummary.From)], page, a => a.RequestId));

    private static ProblemException Unknown(long requestId) =>
        Problems.NotFound("request_not_found", $"There is no request {requestId}.");
}
