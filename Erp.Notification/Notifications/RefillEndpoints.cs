using Erp.Api.Errors;
using Erp.Api.OpenApi;
using Erp.Notification.Store;
using Erp.ServiceDefaults.Auth;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Erp.Notification.Notifications;

/// <summary>How services that keep a record of what they told tell it again to a store that began anew.</summary>
internal static class RefillEndpoints
{
    public static void MapRefill(this IEndpointRouteBuilder routes)
    {
        var refill = routes.MapGroup("/notifications/refill").WithTags("Refill")
            .RequireAuthorization(Policies.Service);
        refill.MapGet("", StateAsync)
            .WithName("GetRefill")
            .WithSummary("Whether the store began anew and lacks what the calling service has told.");
        refill.MapPost("", FillAsync)
            .WithName("Refill")
            .WithSummary("Tells again what was told; what is there already, or too old to be kept, has no effect.")
            .ProducesProblem(409)
            .WithExample(new Refill
            {
                StoreEpoch = "0c1e5e6e:5f0b2c", Last = true,
                Items =
                [
                    new()
                    {
                        EmployeeId = 3, MessageId = "0197d0c5-a6f0-7000-a3c1-d1b0c2e4f506",
                        Type = "LEAVE_STATUS_CHANGED", Status = "APPROVED",
                        Message = "Your leave from 1 to 3 June is approved.",
                        Timestamp = new(2026, 5, 20, 9, 30, 0, TimeSpan.Zero),
                    },
                ],
            });
    }

    private static async Task<Ok<RefillState>> StateAsync(Caller caller, NotificationStore store)
    {
        var epoch = await store.EpochAsync();
        return TypedResults.Ok(new RefillState(
            epoch, epoch is not null && !await store.IsToldAsync(epoch, caller.Service!)));
    }

    private static async Task<NoContent> FillAsync(Refill body, Caller caller, NotificationStore store)
    {
        if (await store.EpochAsync() != body.StoreEpoch)
            throw Problems.Conflict("store_began_anew", "It is another store by now; ask what it lacks.");
        foreach (var item in body.Items)
        {
            var (_, isNew) = await store.AddAsync(
                item.EmployeeId,
                new(item.MessageId!, item.Type, item.ApprovalId, item.Status, item.Message, item.Timestamp!.Value,
                    item.Sentence?.ToSentence()),
                Arrival.Late);
            if (isNew) NotificationTelemetry.Stored.Add(1);
        }
        if (body.Last) await store.ToldAsync(body.StoreEpoch, caller.Service!);
        return TypedResults.NoContent();
    }
}
