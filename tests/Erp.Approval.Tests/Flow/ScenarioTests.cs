using System.Globalization;
using System.Net;
using Erp.Approval.Tests.Support;

namespace Erp.Approval.Tests.Flow;

/// <summary>The acceptance scenarios that concern both roles, over HTTP, Kafka and Redis, two replicas each.</summary>
public sealed class ScenarioTests(ScenarioTests.TwoReplicas system) : IClassFixture<ScenarioTests.TwoReplicas>
{
    [Fact]
    public async Task Scenario_1_two_steps_are_approved_in_order()
    {
        var (requester, first, second) =
            (FakeEmployees.NewPerson(), FakeEmployees.NewPerson(), FakeEmployees.NewPerson());
        var id = await system.SubmitAsync(requester, [first, second]);

        await system.InInboxAsync(first, id);
        Assert.Empty(await system.InboxAsync(second));
        await system.DecideWhenThereAsync(first, id, "approved");

        await system.InInboxAsync(second, id);
        using var inbox = system.Inbox(second);
        var item = System.Text.Json.Nodes.JsonNode.Parse(await inbox.GetStringAsync($"/process/{second}/{id}"))!;
        Assert.Equal("approved", (string)item["steps"]![0]!["status"]!);
        Assert.Equal("pending", (string)item["steps"]![1]!["status"]!);
        await system.DecideWhenThereAsync(second, id, "approved");

        var final = await system.FinalAsync(requester, id, "approved");
        Assert.Equal(
            ["submitted", "step_approved", "step_approved"],
            final["history"]!.AsArray().Select(h => (string)h!["action"]!));
        Assert.Empty(await system.InboxAsync(first));
        Assert.Empty(await system.InboxAsync(second));
    }

    [Fact]
    public async Task Scenario_2_a_rejection_is_final_at_once_with_its_reason()
    {
        var (requester, approver, next) =
            (FakeEmployees.NewPerson(), FakeEmployees.NewPerson(), FakeEmployees.NewPerson());
        var id = await system.SubmitAsync(requester, [approver, next]);

        await system.DecideWhenThereAsync(approver, id, "rejected", "Not this year.");

        var final = await system.FinalAsync(requester, id, "rejected");
        Assert.Equal("Not this year.", (string)final["reason"]!);
        Assert.Equal(["rejected", "cancelled"], final["steps"]!.AsArray().Select(s => (string)s!["status"]!));
        Assert.Empty(await system.InboxAsync(next));
    }

    [Fact]
    public async Task Scenario_7_annual_leave_is_deducted_once_at_the_final_approval()
    {
        var (requester, first, second) =
            (FakeEmployees.NewPerson(), FakeEmployees.NewPerson(), FakeEmployees.NewPerson());
        var id = await system.SubmitAsync(requester, [first, second], "ANNUAL_LEAVE", 2);

        await system.DecideWhenThereAsync(first, id, "approved");
        await system.InInboxAsync(second, id);
        Assert.Equal(15m, system.Employees.Balance(requester));
        await system.DecideWhenThereAsync(second, id, "approved");

        await system.FinalAsync(requester, id, "approved");
        Assert.Equal(13m, system.Employees.Balance(requester));
    }

    [Fact]
    public async Task A_cancelled_request_leaves_the_inbox()
    {
        var (requester, approver) = (FakeEmployees.NewPerson(), FakeEmployees.NewPerson());
        var id = await system.SubmitAsync(requester, [approver]);
        await system.InInboxAsync(approver, id);

        using var client = system.Requests(requester);
        using var cancelled = await client.PostAsync($"/approvals/{id}/cancel", null);

        Assert.Equal(HttpStatusCode.OK, cancelled.StatusCode);
        await Eventually.GetAsync(() => system.InboxAsync(approver), ids => ids.Count == 0, TimeSpan.FromSeconds(60));
        using var late = await system.DecideAsync(approver, id, "approved");
        Assert.Equal(HttpStatusCode.NotFound, late.StatusCode);
    }

    [Fact]
    public async Task Every_replica_shows_the_same_inbox_and_takes_its_decisions()
    {
        var (requester, approver) = (FakeEmployees.NewPerson(), FakeEmployees.NewPerson());
        var ids = new List<long>();
        for (var i = 0; i < 6; i++) ids.Add(await system.SubmitAsync(requester, [approver]));
        foreach (var id in ids) await system.InInboxAsync(approver, id);

        Assert.Equal(await system.InboxAsync(approver, replica: 1), await system.InboxAsync(approver, replica: 2));
        using var one = await system.DecideAsync(approver, ids[0], "approved", replica: 1);
        using var again = await system.DecideAsync(approver, ids[0], "approved", replica: 2);
        Assert.Equal(await one.Content.ReadAsStringAsync(), await again.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task No_message_goes_out_twice_although_two_relays_share_an_outbox()
    {
        var requester = FakeEmployees.NewPerson();
        var ids = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => system.SubmitAsync(
            requester, [FakeEmployees.NewPerson()])));
        List<string> First() => [
            .. system.Delivery.Published.Where(m => m.Topic != "approval-results" && ids.Contains(long.Parse(
                m.Key, CultureInfo.InvariantCulture)))
            .Select(m => m.Id),
        ];

        await Eventually.TrueAsync(() => First().Distinct().Count() == 40, TimeSpan.FromSeconds(60));

        Assert.Equal(40, First().Count);
    }

    public sealed class TwoReplicas : ApprovalSystem
    {
        public TwoReplicas() => Settings["Approval:FirstRedelivery"] = "00:10:00";

        protected override int Replicas => 2;
    }
}
