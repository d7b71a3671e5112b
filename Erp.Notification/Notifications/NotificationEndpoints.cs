using Erp.Notification.Store;
using Erp.ServiceDefaults.Auth;
using Erp.ServiceDefaults.Errors;
using Erp.ServiceDefaults.Http;
using Erp.ServiceDefaults.OpenApi;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Erp.Notification.Notifications;

internal static class NotificationEndpoints
{
    public static void MapNotifications(this IEndpointRouteBuilder routes)
    {
        var notifications = routes.MapGroup("/notifications").WithTags("Notifications")
            .ProducesProblem(400).ProducesProblem(401).ProducesProblem(403).ProducesProblem(429).ProducesProblem(503);
        notifications.MapGet("recent/{employeeId}", RecentAsync).RequireAuthorization(Policies.Employee)
            .WithName("RecentNotifications")
            .WithSummary("The caller's own last notifications (100, 30 days), newest first.")
            .WithAnswerExample(200, Examples.Recent);
        notifications.MapPut("{id}/read", MarkReadAsync).RequireAuthorization(Policies.Employee)
            .WithName("MarkNotificationRead")
            .WithSummary("Marks one of the caller's own notifications as read; again is no error.")
            .ProducesProblem(404);
        notifications.MapPost("send/{employeeId}", SendAsync).RequireAuthorization(Policies.ServiceOrHr)
            .WithName("SendNotification")
            .WithSummary("Sends to one employee; the same messageId again answers 200 with the first id.")
            .WithBodyExample(Examples.One)
            .WithAnswerExample(201, Examples.Sent)
            .ProducesProblem(413)
            .ProducesProblem(415);
        notifications.MapPost("send", SendToListAsync).RequireAuthorization(Policies.ServiceOrHr)
            .WithName("SendNotificationToList")
            .WithSummary("Sends to a list of employees; the same messageId again has no second effect.")
            .WithBodyExample(Examples.List).ProducesProblem(413).ProducesProblem(415);
    }

    private static async Task<Ok<Page<NotificationView>>> RecentAsync(
        long employeeId, PageRequest page, Caller caller, NotificationStore store)
    {
        caller.MustBe(employeeId);
        var rows = await store.RecentAsync(employeeId, page.After, page.Limit + 1);
        return TypedResults.Ok(Page.From(
            [.. rows.Select(r => NotificationView.From(r.Notification, r.Read))], page, (NotificationView n) => n.Id));
    }

    private static async Task<NoContent> MarkReadAsync(long id, Caller caller, NotificationStore store) =>
        await store.MarkReadAsync(caller.EmployeeId!.Value, id)
            ? TypedResults.NoContent()
            : throw Problems.NotFound("notification_not_found", "You have no notification with this id.");

    private static async Task<Results<Created<Sent>, Ok<Sent>>> SendAsync(
        long employeeId, SendNotification body, Caller caller, NotificationSender sender,
        CancellationToken cancellationToken)
    {
        if (employeeId < 1)
            throw Problems.Invalid(ErrorCodes.InvalidParameter, "employeeId must be a positive whole number.");
        body.Validate(toList: false);
        var (sent, isNew) = await sender.SendAsync(employeeId, body, caller, cancellationToken);
        return isNew ? TypedResults.Created($"/notifications/recent/{employeeId}", sent) : TypedResults.Ok(sent);
    }

    private static async Task<Ok<SentToList>> SendToListAsync(
        SendNotification body, Caller caller, NotificationSender sender, CancellationToken cancellationToken)
    {
        body.Validate(toList: true);
        return TypedResults.Ok(await sender.SendToListAsync(body, caller, cancellationToken));
    }
}
