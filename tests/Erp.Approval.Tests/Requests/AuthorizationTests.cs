using System.Net.Http.Json;
using Erp.Approval.Tests.Support;

namespace Erp.Approval.Tests.Requests;

/// <summary>Who may do what on approval-request. The row's "self" is the requester.</summary>
[Collection(nameof(SharedSystem))]
public sealed class AuthorizationTests(ApprovalSystem system)
{
    private static AuthorizationTable Table(ApprovalSystem system) =>
        new AuthorizationTable()
            .Row(
                "POST /approvals",
                (p, _) => new("/approvals", ApprovalSystem.Body(p.Self, [77])),
                anonymous: 401,
                self: 201,
                other: 403,
                departmentManager: 403,
                otherManager: 403,
                hr: 403,
                service: 403)
            .Row(
                "GET /approvals",
                (p, _) => new($"/approvals?requesterId={p.Self}"),
                anonymous: 401,
                self: 200,
                other: 403,
                departmentManager: 403,
                otherManager: 403,
                hr: 200,
                service: 200)
            .Row(
                "GET /approvals/{requestId}",
                async (p, _) => new($"/approvals/{await system.SubmitAsync(p.Self, [77])}"),
                anonymous: 401,
                self: 200,
                other: 403,
                departmentManager: 403,
                otherManager: 403,
                hr: 200,
                service: 200)
            .Row(
                "GET /approvals/pending/{approverId}",
                (p, _) => new($"/approvals/pending/{p.Self}"),
                anonymous: 401,
                self: 200,
                other: 403,
                departmentManager: 403,
                otherManager: 403,
                hr: 200,
                service: 200)
            .Row(
                "POST /approvals/{requestId}/cancel",
                async (p, _) => new($"/approvals/{await system.SubmitAsync(p.Self, [77])}/cancel"),
                anonymous: 401,
                self: 200,
                other: 403,
                departmentManager: 403,
                otherManager: 403,
                hr: 200,
                service: 403)
            .Row(
                "POST /approvals/{requestId}/comments",
                async (p, _) => new(
                    $"/approvals/{await system.SubmitAsync(p.Self, [77])}/comments", new { text = "?" }),
                anonymous: 401,
                self: 201,
                other: 403,
                departmentManager: 403,
                otherManager: 403,
                hr: 201,
                service: 403)
            .Row(
                "POST /approvals/{requestId}/steps/{step}/reassign",
                async (p, _) => new(
                    $"/approvals/{await system.SubmitAsync(p.Self, [77])}/steps/1/reassign",
                    new { approverId = 78, reason = "Away." }),
                anonymous: 401,
                self: 403,
                other: 403,
                departmentManager: 403,
                otherManager: 403,
                hr: 200,
                service: 403)
            .WithDeadLetters(of: "approval-results", nobody: "0-999999");

    public static TheoryData<string, As, int> Rows => Table(null!).Cases();

    [Theory]
    [MemberData(nameof(Rows))]
    public Task Answers_what_the_table_says(string endpoint, As caller, int status) =>
        Table(system).AssertAnswerAsync(system, "request-1", endpoint, caller, status);

    [Fact]
    public void The_table_has_every_endpoint() => Table(system).AssertComplete(system.ServicesOf("request-1"));

    [Fact]
    public async Task An_approver_reads_what_they_are_asked_and_lists_it()
    {
        var (requester, approver) = (FakeEmployees.NewPerson(), FakeEmployees.NewPerson());
        var id = await system.SubmitAsync(requester, [approver]);
        using var client = system.Requests(approver);

        using var detail = await client.GetAsync($"/approvals/{id}");
        using var list = await client.GetAsync($"/approvals?approverId={approver}");
        using var cancel = await client.PostAsync($"/approvals/{id}/cancel", null);

        Assert.Equal((200, 200, 403), ((int)detail.StatusCode, (int)list.StatusCode, (int)cancel.StatusCode));
    }

    [Fact]
    public async Task A_reader_reads_and_comments_and_the_others_see_it()
    {
        var (requester, reader) = (FakeEmployees.NewPerson(), FakeEmployees.NewPerson());
        using var asking = system.Requests(requester);
        var body = ApprovalSystem.Body(requester, [77]);
        body["readers"] = new System.Text.Json.Nodes.JsonArray(reader);
        using var made = await asking.PostAsJsonAsync("/approvals", body);
        using var client = system.Requests(reader);

        using var detail = await client.GetAsync(made.Headers.Location);
        using var comment = await client.PostAsJsonAsync($"{made.Headers.Location}/comments", new { text = "Fine." });
        using var cancel = await client.PostAsync($"{made.Headers.Location}/cancel", null);

        Assert.Equal((200, 201, 403), ((int)detail.StatusCode, (int)comment.StatusCode, (int)cancel.StatusCode));
        Assert.Contains("Fine.", await asking.GetStringAsync(made.Headers.Location), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_without_oneself_in_it_is_for_HR_and_services()
    {
        using var staff = system.Requests(FakeEmployees.NewPerson());
        using var hr = system.Client("request-1", Tokens.User(5, "HR"));

        using var refused = await staff.GetAsync("/approvals");
        using var allowed = await hr.GetAsync("/approvals?limit=1");

        Assert.Equal((403, 200), ((int)refused.StatusCode, (int)allowed.StatusCode));
    }

    [Theory]
    [MemberData(nameof(Tokens.Hostile), MemberType = typeof(Tokens))]
    public async Task A_hostile_token_is_401(string what, string token)
    {
        using var client = system.Client("request-1", token.Length == 0 ? null : token);

        using var answer = await client.PostAsJsonAsync("/approvals", ApprovalSystem.Body(1, [2]));

        Assert.True((int)answer.StatusCode == 401, $"{what}: {answer.StatusCode}");
    }
}
