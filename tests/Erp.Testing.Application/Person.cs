using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Erp.TestSupport;

namespace Erp.Testing.Application;

/// <summary>An employee of the running application, with their clients.</summary>
public sealed class Person(IRunningApplication app, long id, string role)
{
    public long Id => id;

    public string Token => Tokens.User(id, role);

    public HttpClient Employees => field ??= app.Client("employee-service", Token);

    public HttpClient Approvals => field ??= app.Client("approval-request-service", Token);

    public HttpClient Inbox => field ??= app.Client("approval-processing-service", Token);

    public HttpClient Notifications => field ??= app.Client("notification-service", Token);

    /// <summary>Human resources; made with the first call, as an administrator of the company would be.</summary>
    public static Person Hr(IRunningApplication app) => new(app, 1_000_000, "HR");

    /// <summary>Creates an employee.</summary>
    public static async Task<Person> HireAsync(
        IRunningApplication app, string role = "STAFF", string department = "Sales")
    {
        var employee = await PostAsync(Hr(app).Employees, "/employees", new
        {
            name = "Somebody", email = $"{Guid.NewGuid():N}@example.com", department, position = "Clerk", role,
        });
        return new(app, employee["id"]!.GetValue<long>(), role);
    }

    /// <summary>Requests an approval of these approvers, in this order.</summary>
    public async Task<long> RequestAsync(object approval) =>
        (await PostAsync(Approvals, "/approvals", approval))["requestId"]!.GetValue<long>();

    public Task<long> RequestAsync(params Person[] approvers) => RequestAsync(new
    {
        requesterId = id, title = "New chairs", content = "Twelve of them.", type = "GENERAL", steps = Steps(approvers),
    });

    public static object[] Steps(params Person[] approvers) =>
        [.. approvers.Select((a, i) => new { step = i + 1, approverId = a.Id })];

    /// <summary>Decides when the request has arrived in the inbox.</summary>
    public async Task DecideAsync(long requestId, string status, string? reason = null)
    {
        await HasInInboxAsync(requestId);
        var answer = await Inbox.PostAsJsonAsync(
            $"/process/{id}/{requestId}", reason is null ? new { status } : new { status, reason } as object);
        Assert.True(
            answer.StatusCode == HttpStatusCode.OK, $"{answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
    }

    public Task<JsonNode> HasInInboxAsync(long requestId, TimeSpan? within = null) => Eventually.GetAsync(
        async () => await GetAsync(Inbox, $"/process/{id}/{requestId}"),
        found => found["requestId"]!.GetValue<long>() == requestId, within);

    public Task<JsonNode> SeesStatusAsync(long requestId, string status, TimeSpan? within = null) =>
        Eventually.GetAsync(
            async () => await GetAsync(Approvals, $"/approvals/{requestId}"),
            found => found["status"]!.GetValue<string>() == status,
            within);

    /// <summary>Has a notification among the recent ones that this request has this status.</summary>
    public Task<JsonNode> IsToldAsync(long requestId, string status, TimeSpan? within = null) => Eventually.GetAsync(
        async () => await GetAsync(Notifications, $"/notifications/recent/{id}"),
        recent => recent["items"]!.AsArray().Any(
            n => n!["approvalId"]?.GetValue<long>() == requestId && n["status"]?.GetValue<string>() == status), within);

    /// <summary>Has a notification of this type among the recent ones.</summary>
    public Task<JsonNode> IsToldAsync(string type) => Eventually.GetAsync(
        async () => await GetAsync(Notifications, $"/notifications/recent/{id}"),
        recent => recent["items"]!.AsArray().Any(n => n!["type"]!.GetValue<string>() == type));

    public static async Task<JsonNode> GetAsync(HttpClient client, string path) =>
        (await client.GetFromJsonAsync<JsonNode>(path))!;

    public static async Task<JsonNode> PostAsync(HttpClient client, string path, object body)
    {
        var answer = await client.PostAsJsonAsync(path, body);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"POST {path}: {(int)answer.StatusCode} {text}");
        return JsonNode.Parse(text)!;
    }
}
