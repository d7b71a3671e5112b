using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Erp.Approval.Processing;
using Erp.Approval.Requests.Storage;
using Erp.Approval.Tests.Support;
using Erp.Contracts;
using Microsoft.Extensions.DependencyInjection;

namespace Erp.Approval.Tests.Flow;

/// <summary>Whoever was told 200 was told the truth: the requester who cancels, or the approver who decides.</summary>
public sealed class CancelTests
{
    [Fact]
    public async Task A_decision_that_was_answered_counts_although_the_record_does_not_have_it_yet()
    {
        await using var system = await OwnSystem.StartAsync();
        var (requester, approver, id) = await system.It.WaitingAsync();

        system.It.Delivery.Down = true;
        using var decided = await system.It.DecideAsync(approver, id, "approved");
        Assert.Equal(HttpStatusCode.OK, decided.StatusCode);
        Assert.Equal((409, "already_decided"), await CancelAsync(system.It, requester, id));
        system.It.Delivery.Down = false;

        await system.It.FinalAsync(requester, id, "approved");
    }

    [Fact]
    public async Task Of_cancelling_and_deciding_at_once_one_succeeds_and_is_what_comes_of_it()
    {
        await using var system = await OwnSystem.StartAsync();
        var (requester, approver) = (FakeEmployees.NewPerson(), FakeEmployees.NewPerson());
        for (var i = 0; i < 20; i++)
        {
            var id = await system.It.SubmitAsync(requester, [approver]);
            await system.It.InInboxAsync(approver, id);
            var deciding = Task.Run(() => system.It.DecideAsync(approver, id, "approved"));
            var cancelling = Task.Run(() => CancelAsync(system.It, requester, id));
            using var decided = await deciding;
            var (cancelled, _) = await cancelling;

            Assert.Contains((cancelled, (int)decided.StatusCode), ((int, int)[])[(200, 409), (200, 404), (409, 200)]);
            await system.It.FinalAsync(requester, id, cancelled == 200 ? "cancelled" : "approved");
        }
    }

    [Fact]
    public async Task While_the_inboxes_cannot_say_nothing_is_cancelled()
    {
        await using var system = await OwnSystem.StartAsync();
        var (requester, approver, id) = await system.It.WaitingAsync();

        await system.It.StopAsync("processing-1");
        Assert.Equal(
            (503, "approval_processing_service_unavailable"), await TryToCancelAsync(system.It, requester, id));
        system.It.Start("processing-1");

        Assert.Equal((200, null), await CancelAsync(system.It, requester, id));
        await system.It.FinalAsync(requester, id, "cancelled");
        Assert.Equal((200, null), await CancelAsync(system.It, requester, id));
        await Eventually.TrueAsync(async () => (await system.It.InboxAsync(approver)).Count == 0);
    }

    // The confirmation may not have come when the inbox is lost: the step may have been decided all the same.
    [Theory]
    [InlineData(true, false)]
    [InlineData(false, false)]
    [InlineData(false, true)]
    public async Task Inboxes_that_lost_their_data_say_nothing_before_they_are_filled_again(
        bool confirmed, bool announced)
    {
        await using var system = await OwnSystem.StartAsync();
        var (requester, approver, id) = await system.It.WaitingAsync();
        var record = await ConfirmedAsync(system.It, id);

        // A decision may be on its way to the record when Redis loses its data.
        system.It.Delivery.Down = true;
        if (!confirmed)
            await record.ChangeAsync(id, r =>
            {
                r.Steps[0] = r.Steps[0] with { InboxEpoch = null };
                return true;
            }, CancellationToken.None);
        await system.It.Redis.FlushAsync();
        if (announced) await BegunAsync(system.It);
        Assert.Equal(503, (await TryToCancelAsync(system.It, requester, id)).Status);
        system.It.Delivery.Down = false;

        Assert.Equal((200, null), await CancelAsync(system.It, requester, id));
        await system.It.FinalAsync(requester, id, "cancelled");
    }

    // Kafka has the assignment, and it comes when nobody knows any more that the step was withdrawn.
    [Fact]
    public async Task An_assignment_that_comes_after_the_loss_of_its_withdrawal_lets_no_decision_in()
    {
        await using var system = await OwnSystem.StartAsync();
        var (requester, approver, id) = await system.It.WaitingAsync();
        Assert.Equal((200, null), await CancelAsync(system.It, requester, id));
        await Eventually.TrueAsync(async () => (await system.It.InboxAsync(approver)).Count == 0);
        var assignment = system.It.Delivery.Published.Last(
            m => m.Key == $"{id}" && m.Type == nameof(StepAssigned));

        await system.It.Redis.FlushAsync();
        await system.It.ServicesOf("processing-1").GetRequiredService<AssignmentsHandler>().HandleAsync(
            new(
                assignment.Topic, 0, 0, assignment.Key, assignment.Id, assignment.Type, assignment.Payload,
                DateTimeOffset.UtcNow),
            CancellationToken.None);

        Assert.Empty(await system.It.InboxAsync(approver));
        using var decided = await system.It.DecideAsync(approver, id, "approved");
        Assert.Equal(HttpStatusCode.NotFound, decided.StatusCode);
    }

    [Fact]
    public async Task Nothing_is_cancelled_when_the_inboxes_lose_that_they_keep_decisions_out()
    {
        await using var system = await OwnSystem.StartAsync();
        var (requester, approver, id) = await system.It.WaitingAsync();
        await ConfirmedAsync(system.It, id);
        var (asked, decided) = (false, new TaskCompletionSource<HttpStatusCode>());
        system.It.Held = async () =>
        {
            asked = true;
            // Also for who asks once more because this took too long.
            system.It.Held = () => decided.Task;
            try
            {
                await system.It.Redis.FlushAsync();
                await system.It.InInboxAsync(approver, id);
                system.It.Delivery.Down = true;
                using var answer = await system.It.DecideAsync(approver, id, "approved");
                decided.SetResult(answer.StatusCode);
            }
            catch (Exception e)
            {
                decided.SetException(e);
                throw;
            }
        };

        // On a busy machine the inbox may not have been asked in time. Where it was asked once more, it knows of the
        // decision.
        var (status, _) = await Eventually.GetAsync(() => TryToCancelAsync(system.It, requester, id), _ => asked);
        Assert.Contains(status, (int[])[503, 409]);
        Assert.Equal(HttpStatusCode.OK, await decided.Task.WaitAsync(TimeSpan.FromMinutes(1)));
        system.It.Delivery.Down = false;

        await system.It.FinalAsync(requester, id, "approved");
    }

    [Fact]
    public async Task A_request_that_has_not_reached_the_inbox_is_cancelled_at_once()
    {
        await using var system = await OwnSystem.StartAsync();
        var (requester, approver) = (FakeEmployees.NewPerson(), FakeEmployees.NewPerson());
        system.It.Delivery.Down = true;
        var id = await system.It.SubmitAsync(requester, [approver]);

        Assert.Equal((200, null), await CancelAsync(system.It, requester, id));

        system.It.Delivery.Down = false;
        await system.It.FinalAsync(requester, id, "cancelled");
    }

    /// <summary>The record knows that the inbox has the step.</summary>
    private static async Task<IApprovalStore> ConfirmedAsync(ApprovalSystem system, long id)
    {
        var record = system.ServicesOf("request-1").GetRequiredService<IApprovalStore>();
        await Eventually.TrueAsync(
            async () => (await record.FindAsync(id, CancellationToken.None))!.Current!.InboxEpoch is not null);
        return record;
    }

    /// <summary>The record has heard of the new life of the inboxes.</summary>
    private static async Task BegunAsync(ApprovalSystem system)
    {
        await using var redis = await system.Redis.ConnectAsync();
        var epoch = await Eventually.GetAsync(
            async () => (string?)await redis.GetDatabase().StringGetAsync("inbox:epoch"), found => found is not null);
        await system.InboxesBeganAsync(epoch!);
    }

    /// <summary>As 503 asks for, again until there is an answer: on a busy machine a first call takes long.</summary>
    private static Task<(int Status, string? Code)> CancelAsync(ApprovalSystem system, long requester, long id) =>
        Eventually.GetAsync(() => TryToCancelAsync(system, requester, id), answer => answer.Status != 503);

    private static async Task<(int Status, string? Code)> TryToCancelAsync(
        ApprovalSystem system, long requester, long id)
    {
        using var client = system.Requests(requester);
        using var answer = await client.PostAsync($"/approvals/{id}/cancel", null);
        var body = await answer.Content.ReadFromJsonAsync<JsonNode>();
        return ((int)answer.StatusCode, (string?)body?["code"]);
    }
}
