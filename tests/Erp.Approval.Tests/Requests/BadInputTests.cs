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
        {"requesterId":51,"title":"Leave","content":"Text","type":"ANNUAL_LEAVE",
         "leaveDays":1,"startDate":"2026-03-05","endDate":"2026-03-05","part":null,"readers":[54,55],
         "steps":[{"step":1,"approverId":52},{"step":2,"approverId":53}]}
        """;
    private const string Comment = """{"text":"Would ten do?"}""";
    private const string Reassign = """{"approverId":9,"reason":"Away."}""";
    private static readonly string[] Optional = ["readers", "part"];
    private const string Decide = """{"status":"approved","reason":"Fine."}""";

    public static TheoryData<int, string> Submits => BadInput.Cases(BadInput.For(Submit, Optional));

    public static TheoryData<int, string> Decisions => BadInput.Cases(BadInput.For(Decide, optional: ["reason"]));

    [Theory]
    [MemberData(nameof(Submits))]
    public async Task A_bad_request_is_refused_and_stores_nothing(int index, string name)
    {
        using var client = system.Requests(Requester);
        var before = await client.GetStringAsync($"/approvals?requesterId={Requester}&limit=1");

        await BadInput.AssertRefusedAsync(
            client, HttpMethod.Post, "/approvals", BadInput.For(Submit, Optional).ElementAt(index));

        Assert.True(before == await client.GetStringAsync($"/approvals?requesterId={Requester}&limit=1"), name);
    }

    public static TheoryData<int, string> Comments => BadInput.Cases(BadInput.For(Comment));

    public static TheoryData<int, string> Reassignments => BadInput.Cases(BadInput.For(Reassign));

    [Theory]
    [MemberData(nameof(Comments))]
    public Task A_bad_comment_is_refused_and_changes_nothing(int index, string name) =>
        AssertRefusedAsync("comments", BadInput.For(Comment).ElementAt(index), name);

    [Theory]
    [MemberData(nameof(Reassignments))]
    public Task A_bad_reassignment_is_refused_and_changes_nothing(int index, string name) =>
        AssertRefusedAsync("steps/1/reassign", BadInput.For(Reassign).ElementAt(index), name);

    [Theory]
    [InlineData("[54,54]")]
    [InlineData("[54,null]")]
    [InlineData("[0]")]
    [InlineData("[-3]")]
    [InlineData("[1.5]")]
    [InlineData("[\"54\"]")]
    [InlineData("{}")]
    [InlineData("[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21]")]
    public async Task Readers_are_up_to_twenty_people_each_once(string readers)
    {
        using var client = system.Requests(Requester);
        var body = Submit.Replace("[54,55]", readers, StringComparison.Ordinal);

        using var answer = await client.PostAsync(
            "/approvals", new StringContent(body, System.Text.Encoding.UTF8, "application/json"));

        await BadInput.AssertProblemAsync(answer);
    }

    private async Task AssertRefusedAsync(string path, BadBody body, string name)
    {
        var id = await system.SubmitAsync(Requester, [FakeEmployees.NewPerson()]);
        using var hr = system.Client("request-1", Tokens.User(ApprovalSystem.Hr, "HR"));

        await BadInput.AssertRefusedAsync(hr, HttpMethod.Post, $"/approvals/{id}/{path}", body);

        Assert.True((await system.DetailAsync(Requester, id))["history"]!.AsArray().Count == 1, name);
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
    [InlineData("-1", "validation_failed")]
    [InlineData("2147483648", "invalid_parameter")]
    [InlineData("first", "invalid_parameter")]
    public async Task A_hold_is_of_a_turn(string turn, string code)
    {
        using var client = system.Client("processing-1", Tokens.Service());

        using var answer = await client.PostAsync($"/process/1/1/hold?turn={turn}", null);

        Assert.Equal(code, await BadInput.AssertProblemAsync(answer));
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
