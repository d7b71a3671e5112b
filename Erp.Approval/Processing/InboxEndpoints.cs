using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Erp.Api.Errors;
using Erp.Api.OpenApi;
using Erp.Api.Paging;
using Erp.ServiceDefaults.Auth;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Erp.Approval.Processing;

/// <summary>Resource <c>/process</c>: an approver's own inbox, nobody else's.</summary>
internal static class InboxEndpoints
{
    private static readonly Decision Example = new(
        7, 1, 2, DecisionStatus.Rejected, "Not in the week of the release.",
        new(2026, 3, 2, 12, 5, 0, TimeSpan.Zero));

    public static RouteGroupBuilder MapInbox(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/process/{approverId}").WithTags("Inbox").RequireAuthorization(Policies.Employee);

        group.MapGet("/", List)
            .WithName("ListInbox")
            .WithSummary("What waits for this approver")
            .WithDescription("By request id, oldest first. Only one's own inbox.");
        group.MapGet("/{requestId}", Get)
            .WithName("GetInboxItem")
            .WithSummary("One request of the inbox");
        group.MapPost("/{requestId}", Decide).ProducesProblem(409)
            .WithName("Decide")
            .WithSummary("Approve or reject")
            .WithDescription("The same decision again is 200 and has no second effect; a contrary one is 409.")
            .WithExample(new DecideRequest(DecisionStatus.Rejected, Example.Reason))
            .WithAnswerExample(200, Example);
        routes.MapPost("/process/{approverId}/{requestId}/hold", Hold).ProducesProblem(409)
            .WithTags("Inbox")
            .RequireAuthorization(Policies.Service)
            .WithName("HoldInboxItem")
            .WithSummary("Let no decision in for 30 seconds")
            .WithDescription(
                "For approval-request, before it cancels a request or gives the step to somebody else. 409 "
                + "already_decided when the approver was faster.")
            .WithAnswerExample(200, new InboxHold("01982f0e7c3a7d5e9b1c2a4f6d8e0b13", true));
        routes.MapPost("/process/compare", Compare)
            .WithTags("Inbox")
            .RequireAuthorization(Policies.Service)
            .WithName("CompareInboxes")
            .WithSummary("Where the inboxes differ from the record")
            .WithDescription(
                "For approval-request, which sends what is missing and withdraws what is too much: so a part of Redis "
                + "that was lost comes back.")
            .WithExample(new PendingSteps([new(7, 2), new(8, 2)]))
            .WithAnswerExample(200, new InboxDifference([8], []));
        return group;
    }

    private static async Task<Ok<InboxDifference>> Compare(PendingSteps body, InboxStore inbox) =>
        TypedResults.Ok(await inbox.CompareAsync(body));

    private static async Task<Ok<InboxHold>> Hold(
        long approverId, long requestId,
        [Description("Which of the turns of the request it is about; the first when absent.")] [Range(0, int.MaxValue)]
        int? turn,
        InboxStore inbox) =>
        TypedResults.Ok(
            await inbox.HoldAsync(approverId, requestId, turn ?? 0, InboxHold.Duration)
            ?? throw Problems.Conflict("already_decided", $"Request {requestId} is decided already."));

    private static async Task<Ok<Page<InboxItem>>> List(
        long approverId, PageRequest page, Caller caller, InboxStore inbox)
    {
        caller.MustBe(approverId);
        return TypedResults.Ok(Page.From(
            await inbox.ListAsync(approverId, page.Limit + 1, page.After), page, i => i.RequestId));
    }

    private static async Task<Ok<InboxItem>> Get(long approverId, long requestId, Caller caller, InboxStore inbox)
    {
        caller.MustBe(approverId);
        return TypedResults.Ok((await inbox.FindAsync(approverId, requestId)).Item
            ?? throw Problems.NotFound("not_in_inbox", $"Request {requestId} is not in this inbox."));
    }

    private static async Task<Ok<Decision>> Decide(
        long approverId, long requestId, DecideRequest body, Caller caller, DecideHandler decide,
        CancellationToken cancellationToken)
    {
        caller.MustBe(approverId);
        return TypedResults.Ok(await decide.HandleAsync(approverId, requestId, body, cancellationToken));
    }
}
