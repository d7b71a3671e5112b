using System.ComponentModel.DataAnnotations;
using Erp.Api.OpenApi;
using Erp.Api.Paging;
using Erp.Api.Validation;
using Erp.Approval.Requests.Cancelling;
using Erp.Approval.Requests.Commenting;
using Erp.Approval.Requests.Domain;
using Erp.Approval.Requests.Reading;
using Erp.Approval.Requests.Reassigning;
using Erp.Approval.Requests.Storage;
using Erp.Approval.Requests.Submitting;
using Erp.ServiceDefaults.Auth;
using Erp.ServiceDefaults.Company;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Erp.Approval.Requests;

/// <summary>Resource <c>/approvals</c>.</summary>
internal static class ApprovalEndpoints
{
    private const string VisibleAscii = "^[!-~]*$";

    public static RouteGroupBuilder MapApprovals(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/approvals").WithTags("Approvals").RequireAuthorization();

        group.MapPost("/", Submit).RequireAuthorization(Policies.Employee).ProducesProblem(422)
            .WithName("SubmitApproval")
            .WithSummary("Ask for approval")
            .WithDescription(
                "By the requester themselves. With an Idempotency-Key the same body answers the first result again, "
                    + "another body 422. Unknown or inactive people are 422 and named in employeeIds. The leaveDays of "
                    + "dates have to be their working days, as for leaves.")
            .WithExample(ApprovalExamples.Request);
        group.MapGet("/", List)
            .WithName("ListApprovals")
            .WithSummary("Requests, newest first")
            .WithDescription(
                "HR and services see all; others give their own id as requesterId, approverId, decidedBy or readerId.");
        group.MapGet("/{requestId}", Get)
            .WithName("GetApproval")
            .WithSummary("A request with its history")
            .WithDescription("For its requester, its approvers, its readers, HR and services.")
            .WithAnswerExample(200, ApprovalExamples.Detail);
        group.MapGet("/pending/{approverId}", Pending)
            .WithName("ListPendingApprovals")
            .WithSummary("Requests that wait for this approver, oldest first")
            .WithDescription("Only those in which it is their turn. For the approver, HR and services.");
        group.MapPost("/{requestId}/cancel", Cancel)
            .RequireAuthorization(Policies.Employee)
            .ProducesProblem(409)
            .WithName("CancelApproval")
            .WithSummary("Withdraw a request")
            .WithDescription(
                "By its requester or HR, while it is undecided: a decision that its approver was told of counts, also "
                    + "before the record has it. Again is 200.");
        group.MapPost("/{requestId}/comments", Comment)
            .RequireAuthorization(Policies.Employee)
            .ProducesProblem(409)
            .ProducesProblem(422)
            .WithName("CommentOnApproval")
            .WithSummary("Say something about a request")
            .WithDescription(
                "By its requester, its approvers, its readers and HR, also after its end; it stands in the history, "
                    + "and the others are told. A request has at most 200 comments. With an Idempotency-Key the same "
                    + "text is said once, and another text is 422.")
            .WithExample(new CommentRequest("Would ten of them do?"));
        group.MapPost("/{requestId}/steps/{step}/reassign", Reassign)
            .RequireAuthorization(Policies.Employee)
            .ProducesProblem(409)
            .ProducesProblem(422)
            .WithName("ReassignStep")
            .WithSummary("Give a step to somebody else")
            .WithDescription(
                "By HR, while the step is not decided: a decision that its approver was told of counts. The new "
                    + "approver is neither the requester nor on another undecided step. Again is 200.")
            .WithExample(new ReassignRequest(8, "On parental leave."))
            .WithAnswerExample(200, ApprovalExamples.Detail);
        return group;
    }

    private static async Task<Created<ApprovalDetail>> Submit(
        SubmitApprovalRequest body,
        [FromHeader(Name = "Idempotency-Key"), Text(200)]
        [RegularExpression(VisibleAscii, ErrorMessage = "must be visible ASCII characters.")] string? idempotencyKey,
        Caller caller, SubmitApproval submit, CancellationToken cancellationToken)
    {
        caller.MustBe(body.RequesterId);
        var request = await submit.HandleAsync(body.ToSubmission(), idempotencyKey, cancellationToken);
        return TypedResults.Created($"/approvals/{request.Id}", ApprovalDetail.From(request));
    }

    private static async Task<Ok<Page<ApprovalSummary>>> List(
        [AsParameters] ApprovalQuery query,
        PageRequest page,
        Caller caller,
        CompanyCalendar calendar,
        IApprovalStore store,
        CancellationToken cancellationToken
    ) => Paged(await store.ListAsync(query.For(caller, calendar), page.Limit + 1, page.After, cancellationToken), page);

    private static async Task<Ok<ApprovalDetail>> Get(
        long requestId, Caller caller, IApprovalStore store, CancellationToken cancellationToken)
    {
        var request = await store.GetAsync(requestId, cancellationToken);
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
        long requestId, Caller caller, CancelApproval cancel, CancellationToken cancellationToken) =>
        TypedResults.Ok(ApprovalDetail.From(await cancel.HandleAsync(requestId, caller, cancellationToken)));

    private static async Task<Created<ApprovalDetail>> Comment(
        long requestId, CommentRequest body,
        [FromHeader(Name = "Idempotency-Key"), Text(200)]
        [RegularExpression(VisibleAscii, ErrorMessage = "must be visible ASCII characters.")] string? idempotencyKey,
        Caller caller, CommentOnApproval comment, CancellationToken cancellationToken) =>
        TypedResults.Created(
            $"/approvals/{requestId}",
            ApprovalDetail.From(
                await comment.HandleAsync(requestId, body.Text, idempotencyKey, caller, cancellationToken)));

    private static async Task<Ok<ApprovalDetail>> Reassign(
        long requestId, [Range(1, SubmitStep.Most)] int step, ReassignRequest body, Caller caller,
        ReassignStep reassign, CancellationToken cancellationToken)
    {
        Caller.Must(caller.IsHr, "Only HR gives steps to somebody else.");
        return TypedResults.Ok(ApprovalDetail.From(
            await reassign.HandleAsync(requestId, step, body, caller.EmployeeId!.Value, cancellationToken)));
    }

    private static Ok<Page<ApprovalSummary>> Paged(IReadOnlyList<ApprovalRequest> rows, PageRequest page) =>
        TypedResults.Ok(Page.From([.. rows.Select(ApprovalSummary.From)], page, a => a.RequestId));
}
