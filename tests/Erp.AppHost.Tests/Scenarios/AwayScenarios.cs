using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Erp.TestSupport;
using Erp.Testing.Application;

namespace Erp.AppHost.Tests.Scenarios;

/// <summary>Acceptance scenarios of approvers who are away or leave.</summary>
public abstract class AwayScenarios(ErpApplication app)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task A_deputy_decides_for_who_is_away_and_the_history_names_both()
    {
        var (requester, first) = (await Person.HireAsync(app), await Person.HireAsync(app, "MANAGER"));
        var (away, deputy) = (await Person.HireAsync(app, "MANAGER"), await Person.HireAsync(app, "MANAGER"));
        var request = await requester.RequestAsync(first, away);
        var today = DateOnly.FromDateTime(DateTime.UtcNow);
        var named = await away.Employees.PutAsJsonAsync(
            $"/employees/{away.Id}/deputy",
            new { deputyId = deputy.Id, from = today.AddDays(-1), until = today.AddDays(7) });
        Assert.True(named.IsSuccessStatusCode, await named.Content.ReadAsStringAsync());

        // Every replica hears of it within seconds; a request that is made until then goes to the approver.
        foreach (var replica in await app.ReplicasAsync("approval-request-service"))
            await Eventually.GetAsync(
                async () => (await AskAsync(replica, requester, away))["steps"]!,
                steps => On(steps[0]!, deputy, away), Patience);
        await first.DecideAsync(request, "approved");
        await deputy.DecideAsync(request, "approved");

        var final = await requester.SeesStatusAsync(request, "approved");
        Assert.True(On(final["steps"]![1]!, deputy, away), final.ToJsonString());
        Assert.Contains(final["history"]!.AsArray(), h => (string)h!["action"]! == "step_approved"
            && (long?)h["by"] == deputy.Id && (long?)h["insteadOf"] == away.Id);
        Assert.DoesNotContain(
            (await Person.GetAsync(away.Inbox, $"/process/{away.Id}"))["items"]!.AsArray(),
            item => (long)item!["requestId"]! == request);
    }

    [Fact]
    public async Task HR_is_told_of_a_step_whose_approver_left_gives_it_to_another_and_it_ends()
    {
        var (requester, hr) = (await Person.HireAsync(app), await Person.HireAsync(app, "HR"));
        var (leaver, other) = (await Person.HireAsync(app, "MANAGER"), await Person.HireAsync(app, "MANAGER"));
        var request = await requester.RequestAsync(leaver);
        await leaver.HasInInboxAsync(request);

        var left = await Person.Hr(app).Employees.DeleteAsync($"/employees/{leaver.Id}");
        Assert.Equal(HttpStatusCode.NoContent, left.StatusCode);

        await Eventually.GetAsync(
            () => Person.GetAsync(hr.Notifications, $"/notifications/recent/{hr.Id}"),
            recent => recent["items"]!.AsArray().Count(n =>
                (string?)n!["type"] == "APPROVAL_STUCK" && (long?)n["approvalId"] == request) == 1, Patience);
        Assert.Contains(
            (await Person.GetAsync(hr.Approvals, "/approvals?stuck=true"))["items"]!.AsArray(),
            item => (long)item!["requestId"]! == request);
        await Person.PostAsync(
            hr.Approvals, $"/approvals/{request}/steps/1/reassign", new { approverId = other.Id, reason = "Left." });
        await other.DecideAsync(request, "approved");

        var final = await requester.SeesStatusAsync(request, "approved");
        Assert.Contains(final["history"]!.AsArray(), h => (string)h!["action"]! == "reassigned"
            && (long?)h["by"] == hr.Id && (long?)h["insteadOf"] == leaver.Id && (long?)h["approverId"] == other.Id);
    }

    private static async Task<JsonNode> AskAsync(Uri replica, Person requester, Person approver)
    {
        using var client = new HttpClient { BaseAddress = replica };
        client.DefaultRequestHeaders.Authorization = new("Bearer", requester.Token);
        return await Person.PostAsync(client, "/approvals", new
        {
            requesterId = requester.Id, title = "Anybody there?", content = "", type = "GENERAL",
            steps = Person.Steps(approver),
        });
    }

    private static bool On(JsonNode step, Person approver, Person named) =>
        (long?)step["approverId"] == approver.Id && (long?)step["onBehalfOf"] == named.Id;
}
