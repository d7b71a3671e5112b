using Erp.Notification.Tests.Support;
using Erp.TestSupport;

namespace Erp.Notification.Tests;

[Collection(Shared.Name)]
public class AuthorizationTests(TwoReplicas replicas)
{
    private static readonly AuthorizationTable Table = new AuthorizationTable()
        .Row("GET /notifications/recent/{employeeId}", (people, _) => new($"/notifications/recent/{people.Self}"),
            anonymous: 401, self: 200, other: 403, departmentManager: 403, otherManager: 403, hr: 403, service: 403)
        .Row("GET /notifications/unread/{employeeId}", (people, _) => new($"/notifications/unread/{people.Self}"),
            anonymous: 401, self: 200, other: 403, departmentManager: 403, otherManager: 403, hr: 403, service: 403)
        .Row("PUT /notifications/read-all", (_, _) => new("/notifications/read-all"),
            anonymous: 401, self: 204, other: 204, departmentManager: 204, otherManager: 204, hr: 204, service: 403)
        // The id is one of nobody here: for employees 404 says "not yours", whoever they are.
        .Row(
            "PUT /notifications/{id}/read",
            (_, _) => new("/notifications/1/read"),
            anonymous: 401,
            self: 404,
            other: 404,
            departmentManager: 404,
            otherManager: 404,
            hr: 404,
            service: 403)
        .Row(
            "POST /notifications/send/{employeeId}",
            (people, caller) =>
                new(
                    $"/notifications/send/{people.Self}",
                    new
                    {
                        messageId = $"table-{caller}",
                        type = "TEST",
                        message = "m",
                    }),
            anonymous: 401,
            self: 403,
            other: 403,
            departmentManager: 403,
            otherManager: 403,
            hr: 201,
            service: 201)
        .Row(
            "POST /notifications/send",
            (people, _) =>
                new(
                    "/notifications/send",
                    new
                    {
                        type = "TEST",
                        message = "m",
                        employeeIds = new[] { people.Self },
                    }),
            anonymous: 401,
            self: 403,
            other: 403,
            departmentManager: 403,
            otherManager: 403,
            hr: 200,
            service: 200)
        .Row("GET /notifications/refill", (_, _) => new("/notifications/refill"),
            anonymous: 401, self: 403, other: 403, departmentManager: 403, otherManager: 403, hr: 403, service: 200)
        .Row(
            "POST /notifications/refill",
            (_, _) => new(
                "/notifications/refill", new { storeEpoch = "of before", items = Array.Empty<int>(), last = true }),
            anonymous: 401, self: 403, other: 403, departmentManager: 403, otherManager: 403, hr: 403, service: 409)
        // 426: let in, and then told to speak WebSocket.
        .Row("GET /ws/notifications", (_, _) => new("/ws/notifications"),
            anonymous: 401, self: 426, other: 426, departmentManager: 426, otherManager: 426, hr: 426, service: 403)
        .WithDeadLetters(of: "approval-notifications", nobody: "0-999999");

    public static TheoryData<string, As, int> Rows => Table.Cases();

    public static TheoryData<string, string> Hostile => Tokens.Hostile();

    [Theory, MemberData(nameof(Rows))]
    public async Task Every_caller_gets_what_the_table_says(string endpoint, As caller, int status)
    {
        using var client = replicas.First.ClientFor(null);
        using var response = await Table.SendAsync(client, endpoint, caller);
        Assert.Equal(status, (int)response.StatusCode);
        if (status >= 400) await BadInput.AssertProblemAsync(response, endpoint);
    }

    [Fact]
    public void The_table_is_complete() => Table.AssertComplete(replicas.First.Service.Services);

    [Theory, MemberData(nameof(Hostile))]
    public async Task A_bad_token_is_401(string what, string token)
    {
        using var client = replicas.First.ClientFor(null);
        client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", "Bearer " + token);
        using var response = await client.GetAsync("/notifications/recent/1");
        Assert.True((int)response.StatusCode == 401, what);
        Assert.Equal("unauthenticated", await BadInput.AssertProblemAsync(response));
    }
}
