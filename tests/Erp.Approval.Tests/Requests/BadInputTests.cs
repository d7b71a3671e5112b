using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Erp.Approval.Tests.Support;

namespace Erp.Approval.Tests.Requests;

/// <summary>Every kind of bad body on every endpoint that takes one, and thousands of random ones.</summary>
[Collection(nameof(SharedSystem))]
public sealed class BadInputTests(ApprovalSystem system)
{
    private const long Requester = 51;
    private const string Submit = """
        {"requesterId":51,"title":"Leave","content":"Text","type":"ANNUAL_LEAVE","leaveDays":1.5,
         "steps":[{"step":1,"approverId":52},{"step":2,"approverId":53}]}
        """;
    private const string Decide = """{"status":"approved","reason":"Fine."}""";

    public static TheoryData<int, string> Submits => BadInput.Cases(BadInput.For(Submit));

    public static TheoryData<int, string> Decisions => BadInput.Cases(BadInput.For(Decide, optional: ["reason"]));

    [Theory]
    [MemberData(nameof(Submits))]
    public async Task A_bad_request_is_refused_and_stores_nothing(int index, string name)
    {
        using var client = system.Requests(Requester);
        var before = await client.GetStringAsync($"/approvals?requesterId={Requester}&limit=1");

        await BadInput.AssertRefusedAsync(client, HttpMethod.Post, "/approvals", BadInput.For(Submit).ElementAt(index));

        Assert.True(before == await client.GetStringAsync($"/approvals?requesterId={Requester}&limit=1"), name);
    }

    [Theory]
    [MemberData(nameof(Decisions))]
    public async Task A_bad_decision_is_refused_and_changes_nothing(int index, string name)
    {
        var approver = FakeEmployees.NewPerson();
        var id = await system.SubmitAsync(FakeEmployees.NewPerson(), [approver]);
        await system.InInboxAsync(approver, id);
        using var client = system.Inbox(approver);

        await BadInput.AssertRefusedAsync(
            client, HttpMethod.Post, $"/process/{approver}/{id}",
            BadInput.For(Decide, optional: ["reason"]).ElementAt(index));

        Assert.True((await system.InboxAsync(approver)).Contains(id), name);
    }

    [Fact]
    public async Task Fifteen_hundred_random_requests_are_never_5xx()
    {
        using var client = system.Requests(Requester);

        await RandomBodies.AssertNoServerErrorAsync(client, HttpMethod.Post, "/approvals", Submit.Trim(), 1500);
    }

    [Fact]
    public async Task A_thousand_random_decisions_are_never_5xx()
    {
        var approver = FakeEmployees.NewPerson();
        var id = await system.SubmitAsync(Requester, [approver]);
        await system.InInboxAsync(approver, id);
        using var client = system.Inbox(approver);

        await RandomBodies.AssertNoServerErrorAsync(
            client, HttpMethod.Post, $"/process/{approver}/{id}", Decide, 1000, seed: 2);
    }

    [Theory]
    [InlineData("approved ")]
    [InlineData("APPROVED")]
    [InlineData("pending")]
    [InlineData("approved,rejected")]
    [InlineData("")]
    public async Task A_status_is_approved_or_rejected(string status)
    {
        var approver = FakeEmployees.NewPerson();
        var id = await system.SubmitAsync(FakeEmployees.NewPerson(), [approver]);
        await system.InInboxAsync(approver, id);
        using var client = system.Inbox(approver);

        using var answer =
            await client.PostAsJsonAsync($"/process/{approver}/{id}", new JsonObject { ["status"] = status });

        await BadInput.AssertProblemAsync(answer);
        Assert.Contains(id, await system.InboxAsync(approver));
    }

    [Theory]
    [InlineData("/process/{0}?limit=-1", "invalid_limit")]
    [InlineData("/process/{0}?after=!!!", "invalid_cursor")]
    [InlineData("/process/abc", "invalid_parameter")]
    [InlineData("/process/{0}/abc", "invalid_parameter")]
    [InlineData("/process/{0}/-5", "not_in_inbox")]
    [InlineData("/process/{0}/9223372036854775807", "not_in_inbox")]
    [InlineData("/process/{0}/9223372036854775808", "invalid_parameter")]
    public async Task Bad_addresses_are_refused_by_name(string path, string code)
    {
        var approver = FakeEmployees.NewPerson();
        using var client = system.Inbox(approver);

        using var answer =
            await client.GetAsync(string.Format(System.Globalization.CultureInfo.InvariantCulture, path, approver));

        Assert.Equal(code, await BadInput.AssertProblemAsync(answer));
    }
}
