using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Erp.Testing.Application;
using Erp.TestSupport;

namespace Erp.AppHost.Tests.Scenarios;

/// <summary>Crashes in the middle of the work: everything happens, and once, with the replicas that are left and those
/// that come back.</summary>
public abstract class CrashScenarios(ErpApplication app)
{
    private const int Leaves = 12;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly string[] Services =
        ["approval-processing-service", "approval-request-service", "employee-service", "notification-service"];

    [Fact]
    public async Task Approved_leaves_are_deducted_and_told_once_while_a_replica_of_every_service_crashes()
    {
        var (requester, approver) = (await Person.HireAsync(app), await Person.HireAsync(app, "MANAGER"));
        var before = await PeopleScenarios.RemainingAsync(requester);

        var working = Task.WhenAll(Enumerable.Range(0, Leaves).Select(i => TakeADayAsync(requester, approver, i)));
        var crashed = new List<(string Service, string Replica)>();
        foreach (var service in Services) crashed.Add((service, await app.KillReplicaAsync(service)));
        foreach (var (service, replica) in crashed) await app.StartReplicaAsync(service, replica);
        var requests = await working;

        Assert.Equal(Leaves, requests.Distinct().Count());
        Assert.Equal(before - Leaves, await PeopleScenarios.RemainingAsync(requester));
        var told = await Eventually.GetAsync(
            async () => await ApprovedAsync(requester), found => requests.All(found.Contains), Patience);
        Assert.Equal(requests.Order(), told.Order());
    }

    // As a careful client does it: what got no answer is asked again, and the key tells the service that it is the
    // same.
    private static async Task<long> TakeADayAsync(Person requester, Person approver, int number)
    {
        var made = await UntilAcceptedAsync(() =>
        {
            var post = new HttpRequestMessage(HttpMethod.Post, "/approvals")
            {
                Content = JsonContent.Create(new
                {
                    requesterId = requester.Id, title = $"Day {number}", content = "Family", type = "ANNUAL_LEAVE",
                    leaveDays = 1, steps = Person.Steps(approver),
                }),
            };
            post.Headers.Add("Idempotency-Key", $"{requester.Id}-{number}");
            return requester.Approvals.SendAsync(post);
        });
        var request = made["requestId"]!.GetValue<long>();
        await UntilAcceptedAsync(() => approver.Inbox.PostAsJsonAsync(
            $"/process/{approver.Id}/{request}", new { status = "approved" }));
        await Eventually.TrueAsync(
            async () =>
                (await Person.GetAsync(
                    requester.Approvals, $"/approvals/{request}"))["status"]!.GetValue<string>() == "approved",
            Patience);
        return request;
    }

    // Not in the inbox yet (404), too many questions (429: a quick machine asks more often than the limit allows), a
    // replica that is away, a broken connection: again. Anything else is a fault.
    private static Task<JsonNode> UntilAcceptedAsync(Func<Task<HttpResponseMessage>> send) => Eventually.GetAsync(
        async () =>
        {
            using var answer = await send();
            var text = await answer.Content.ReadAsStringAsync();
            if (!answer.IsSuccessStatusCode && (int)answer.StatusCode is not (404 or 429) and < 500)
                Assert.Fail($"{answer.StatusCode}: {text}");
            answer.EnsureSuccessStatusCode();
            return JsonNode.Parse(text)!;
        },
        _ => true, Patience);

    private static async Task<List<long>> ApprovedAsync(Person requester) =>
        [
            .. (await Person.GetAsync(requester.Notifications, $"/notifications/recent/{requester.Id}"))["items"]!
                .AsArray()
                .Where(n => n!["status"]?.GetValue<string>() == "approved")
                .Select(n => n!["approvalId"]!.GetValue<long>()),
        ];
}
