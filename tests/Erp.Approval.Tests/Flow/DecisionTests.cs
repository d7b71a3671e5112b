using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Erp.Approval.Tests.Support;

namespace Erp.Approval.Tests.Flow;

/// <summary>Taking decisions, and the inbox over HTTP.</summary>
[Collection(nameof(SharedSystem))]
public sealed class DecisionTests(ApprovalSystem system)
{
    [Fact]
    public async Task The_same_decision_again_is_200_and_has_no_second_effect()
    {
        var (requester, approver, id) = await WaitingAsync();

        using var first = await system.DecideAsync(approver, id, "approved", "Fine.");
        using var again = await system.DecideAsync(approver, id, "approved", "Other words.");

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (first.StatusCode, again.StatusCode));
        Assert.Equal(await first.Content.ReadAsStringAsync(), await again.Content.ReadAsStringAsync());
        var final = await system.FinalAsync(requester, id, "approved");
        Assert.Single(final["history"]!.AsArray(), h => (string)h!["action"]! == "step_approved");
    }

    [Fact]
    public async Task The_same_decision_is_200_also_long_after_it_was_applied()
    {
        var (requester, approver, id) = await WaitingAsync();
        using var first = await system.DecideAsync(approver, id, "approved");
        await system.FinalAsync(requester, id, "approved");

        await Eventually.GetAsync(async () =>
        {
            using var again = await system.DecideAsync(approver, id, "approved");
            return again.StatusCode;
        }, status => status == HttpStatusCode.OK);
        using var contrary = await system.DecideAsync(approver, id, "rejected");
        Assert.Equal(HttpStatusCode.Conflict, contrary.StatusCode);
    }

    [Fact]
    public async Task A_contrary_decision_is_409()
    {
        var (_, approver, id) = await WaitingAsync();

        using var first = await system.DecideAsync(approver, id, "rejected");
        using var contrary = await system.DecideAsync(approver, id, "approved");

        Assert.Equal(HttpStatusCode.Conflict, contrary.StatusCode);
        Assert.Equal("already_decided", await BadInput.AssertProblemAsync(contrary));
    }

    [Fact]
    public async Task Of_parallel_contrary_decisions_one_holds()
    {
        var (requester, approver, id) = await WaitingAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => system.DecideAsync(
            approver, id, i % 2 == 0 ? "approved" : "rejected")));

        Assert.Equal(10, answers.Count(a => a.StatusCode == HttpStatusCode.OK));
        Assert.Equal(10, answers.Count(a => a.StatusCode == HttpStatusCode.Conflict));
        var winner =
            (string)(await answers.First(a => a.IsSuccessStatusCode).Content.ReadFromJsonAsync<JsonNode>())!["status"]!;
        await system.FinalAsync(requester, id, winner);
    }

    [Fact]
    public async Task What_is_not_in_this_inbox_is_404()
    {
        var (_, _, id) = await WaitingAsync();

        using var other = await system.DecideAsync(FakeEmployees.NewPerson(), id, "approved");

        Assert.Equal(HttpStatusCode.NotFound, other.StatusCode);
        Assert.Equal("not_in_inbox", await BadInput.AssertProblemAsync(other));
    }

    [Fact]
    public async Task A_decided_request_is_gone_from_the_inbox_at_once()
    {
        var (_, approver, id) = await WaitingAsync();

        using var decided = await system.DecideAsync(approver, id, "approved");

        Assert.Empty(await system.InboxAsync(approver));
        using var inbox = system.Inbox(approver);
        using var one = await inbox.GetAsync($"/process/{approver}/{id}");
        Assert.Equal(HttpStatusCode.NotFound, one.StatusCode);
    }

    [Fact]
    public async Task The_inbox_is_paged_oldest_first()
    {
        var approver = FakeEmployees.NewPerson();
        var ids = new List<long>();
        for (var i = 0; i < 5; i++) ids.Add(await system.SubmitAsync(FakeEmployees.NewPerson(), [approver]));
        await Eventually.GetAsync(() => system.InboxAsync(approver), inbox => inbox.Count == 5);

        using var client = system.Inbox(approver);
        var seen = new List<long>();
        string? next = null;
        do
        {
            var page = (await client.GetFromJsonAsync<JsonNode>(
                $"/process/{approver}?limit=2{(next is null ? "" : $"&after={next}")}"))!;
            seen.AddRange(page["items"]!.AsArray().Select(i => (long)i!["requestId"]!));
            next = (string?)page["next"];
        } while (next is not null);

        Assert.Equal(ids, seen);
    }

    [Fact]
    public async Task An_inbox_shows_what_there_is_to_know()
    {
        var (requester, approver, id) = await WaitingAsync("ANNUAL_LEAVE", 0.5m);

        using var client = system.Inbox(approver);
        var item = (await client.GetFromJsonAsync<JsonNode>($"/process/{approver}/{id}"))!;

        Assert.Equal(
            (id, requester, 1, "Laptop", "ANNUAL_LEAVE", 0.5m),
            (
                (long)item["requestId"]!,
                (long)item["requesterId"]!,
                (int)item["step"]!,
                (string)item["title"]!,
                (string)item["type"]!,
                (decimal)item["leaveDays"]!));
        Assert.EndsWith("Z\"", item["createdAt"]!.ToJsonString(), StringComparison.Ordinal);
    }

    private async Task<(long Requester, long Approver, long Id)> WaitingAsync(
        string type = "EXPENSE", decimal? leaveDays = null)
    {
        var (requester, approver) = (FakeEmployees.NewPerson(), FakeEmployees.NewPerson());
        var id = await system.SubmitAsync(requester, [approver], type, leaveDays);
        await system.InInboxAsync(approver, id);
        return (requester, approver, id);
    }
}
