using Erp.Api.Errors;
using Erp.Api.OpenApi;
using Erp.Api.Paging;
using Erp.Api.Validation;
using Erp.Contracts;
using Erp.Notification.Store;
using Erp.ServiceDefaults.Auth;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Erp.Notification.Notifications;

internal static class NotificationEndpoints
{
    public static void MapNotifications(this IEndpointRouteBuilder routes)
    {
        var notifications = routes.MapGroup("/notifications").WithTags("Notifications");
        notifications.MapGet("recent/{employeeId}", RecentAsync).RequireAuthorization(Policies.Employee)
            .WithName("RecentNotifications")
            .WithSummary("The caller's own last notifications (100, 30 days), newest first.")
            .WithAnswerExample(200, new RecentNotifications([new(
                1781000000001, "0197d0c5a6f07000a3c1d1b0c2e4f506", "APPROVAL_STATUS_CHANGED", 42, "approved",
                "\"New laptop\" was approved.", "2026-06-09T09:30:00.000Z", Read: false,
                Sentences.RequestApproved("New laptop"))], null, Unread: 1));
        notifications.MapGet("unread/{employeeId}", UnreadAsync).RequireAuthorization(Policies.Employee)
            .WithName("UnreadNotifications")
            .WithSummary("How many of the caller's own notifications are not read.");
        notifications.MapPut("{id}/read", MarkReadAsync).RequireAuthorization(Policies.Employee)
            .WithName("MarkNotificationRead")
            .WithSummary("Marks one of the caller's own notifications as read; again is no error.")
            .ProducesProblem(404);
        notifications.MapPut("read-all", MarkAllReadAsync).RequireAuthorization(Policies.Employee)
            .WithName("MarkAllNotificationsRead")
            .WithSummary("Marks all of the caller's own notifications as read; until is the last one that was seen.");
        notifications.MapPost("send/{employeeId}", SendAsync).RequireAuthorization(Policies.ServiceOrHr)
            .WithName("SendNotification")
            .WithSummary("Sends to one employee; the same messageId again answers 200 with the first id.")
            .WithExample(new SendNotification
            {
                MessageId = "leave-17-approved", Type = "LEAVE_STATUS_CHANGED", Status = "APPROVED",
                Message = "Your leave from 1 to 3 June is approved.",
            })
            .WithAnswerExample(201, new Sent(3, 1781000000001, "leave-17-approved"));
        notifications.MapPost("send", SendToListAsync).RequireAuthorization(Policies.ServiceOrHr)
            .WithName("SendNotificationToList")
            .WithSummary("Sends to a list of employees; the same messageId again has no second effect.")
            .WithExample(new SendNotificationToList
            {
                MessageId = "office-closed-2026-06-05", Type = "ANNOUNCEMENT",
                Message = "The office is closed on Friday.", EmployeeIds = [1, 2, 3],
            });
    }

    private static async Task<Ok<RecentNotifications>> RecentAsync(
        long employeeId, PageRequest page, Caller caller, NotificationStore store)
    {
        caller.MustBe(employeeId);
        var rows = await store.RecentAsync(employeeId, page.After, page.Limit + 1);
        var (items, next) = Page.From(
            [.. rows.Select(r => NotificationView.From(r.Notification, r.Read))], page, (NotificationView n) => n.Id);
        return TypedResults.Ok(new RecentNotifications(items, next, await store.UnreadAsync(employeeId)));
    }

    private static async Task<Ok<UnreadNotifications>> UnreadAsync(
        long employeeId, Caller caller, NotificationStore store)
    {
        caller.MustBe(employeeId);
        return TypedResults.Ok(new UnreadNotifications(await store.UnreadAsync(employeeId)));
    }

    private static async Task<NoContent> MarkAllReadAsync([Id] long? until, Caller caller, NotificationStore store)
    {
        await store.MarkAllReadAsync(caller.EmployeeId!.Value, until ?? long.MaxValue);
        return TypedResults.NoContent();
    }

    private static async Task<NoContent> MarkReadAsync(long id, Caller caller, NotificationStore store) =>
        await store.MarkReadAsync(caller.EmployeeId!.Value, id)
            ? TypedResults.NoContent()
            : throw Problems.NotFound("notification_not_found", "You have no notification with this id.");

    private static async Task<Results<Created<Sent>, Ok<Sent>>> SendAsync(
        [Id] long employeeId, SendNotification body, Caller caller, NotificationSender sender,
        CancellationToken cancellationToken)
    {
        var (sent, isNew) = await sender.SendAsync(employeeId, body, caller, cancellationToken);
        return isNew ? TypedResults.Created($"/notifications/recent/{employeeId}", sent) : TypedResults.Ok(sent);
    }

    private static async Task<Ok<SentToList>> SendToListAsync(
        SendNotificationToList body, Caller caller, NotificationSender sender, CancellationToken cancellationToken) =>
        TypedResults.Ok(await sender.SendToListAsync(body, caller, cancellationToken));
}
