using Erp.ServiceDefaults.Auth;
using Erp.ServiceDefaults.Errors;
using Erp.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Erp.Approval.Processing;

/// <summary>Resource <c>/process</c>: an approver's own inbox, nobody else's.</summary>
internal static class InboxEndpoints
{
    public static RouteGroupBuilder MapInbox(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/process/{approverId}").WithTags("Inbox").RequireAuthorization(Policies.Employee)
            .ProducesProblem(400).ProducesProblem(401).ProducesProblem(403).ProducesProblem(429).ProducesProblem(503);

        group.MapGet("/", List)
            .WithSummary("What waits for this approver")
            .WithDescription("By request id, oldest first. Only one's own inbox.");
        group.MapGet("/{requestId}", Get).ProducesProblem(404)
            .WithSummary("One request of the inbox");
        group.MapPost("/{requestId}", Decide).ProducesProblem(404).ProducesProblem(409)
            .WithSummary("Approve or reject")
            .WithDescription("The same decision again is 200 and has no second effect; a contrary one is 409.");
        return group;
    }

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
        if (!Enum.IsDefined(body.Status))
            throw Problems.Invalid("invalid_status", "status must be approved or rejected.");
        if (body.Reason is { Length: > 500 })
            throw Problems.Invalid("invalid_reason", "reason must have at most 500 characters.");
        return TypedResults.Ok(await decide.HandleAsync(approverId, requestId, body, cancellationToken));
    }
}
