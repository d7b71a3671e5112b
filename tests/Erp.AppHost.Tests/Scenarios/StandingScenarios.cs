using System.Net;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text.Json.Nodes;
using Erp.TestSupport;
using Erp.Testing.Application;

namespace Erp.AppHost.Tests.Scenarios;

/// <summary>A token is only as good as the person behind it is now, in every replica of every service, and no service
/// needs employee-service to know it.</summary>
public abstract class StandingScenarios(ErpApplication app)
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(5), Patience = TimeSpan.FromMinutes(2);

    // What everybody may read of their own.
    private static readonly (string Service, string Path)[] Reads =
    [
        ("employee-service", "/employees/{0}"), ("approval-request-service", "/approvals?requesterId={0}"),
        ("approval-processing-service", "/process/{0}"), ("notification-service", "/notifications/recent/{0}"),
    ];

    [Theory]
    [InlineData("HR")]
    [InlineData("MANAGER")]
    [InlineData("STAFF")]
    public async Task Who_has_left_is_refused_by_every_replica_of_every_service_within_5_s(string role)
    {
        var person = await Person.HireAsync(app, role);
        var replicas = await app.ReplicasAsync("notification-service");
        await using var socket = await Socket.OpenAsync(replicas[0], person.Token);
        foreach (var (service, path) in Reads)
            Assert.Equal(HttpStatusCode.OK, (await ReadAsync(app.Client(service, person.Token), path, person)).Status);

        await LeaveAsync(person);
        await Task.WhenAll(Reads.Select(read => IsRefusedAsync(person, read.Service, read.Path)));
        Assert.Equal((WebSocketCloseStatus.PolicyViolation, "employee inactive"), await socket.ClosedAsync(Soon));
        await Assert.ThrowsAsync<WebSocketException>(() => Socket.OpenAsync(replicas[1], person.Token));
    }

    [Fact]
    public async Task Who_was_HR_is_no_longer_within_5_s()
    {
        var former = await Person.HireAsync(app, "HR");
        Assert.Equal(HttpStatusCode.OK, (await former.Approvals.GetAsync("/approvals")).StatusCode);
        var change = new
        {
            name = "Somebody", email = $"{Guid.NewGuid():N}@example.com", department = "Sales", position = "Clerk",
            role = "STAFF",
        };
        var changed = await Person.Hr(app).Employees.PutAsJsonAsync($"/employees/{former.Id}", change);
        Assert.Equal(HttpStatusCode.OK, changed.StatusCode);

        await Task.WhenAll(
            IsForbiddenAsync(former, "employee-service", c => c.PostAsJsonAsync("/employees", change)),
            IsForbiddenAsync(former, "approval-request-service", c => c.GetAsync("/approvals")),
            IsForbiddenAsync(former, "notification-service", c => c.PostAsJsonAsync(
                $"/notifications/send/{former.Id}", new { type = "ANNOUNCEMENT", message = "As if" })));
        Assert.Equal(HttpStatusCode.OK, (await ReadAsync(former.Inbox, "/process/{0}", former)).Status);
    }

    [Fact]
    public async Task Requests_between_known_people_need_no_employee_service()
    {
        var (requester, approver) = (await Person.HireAsync(app), await Person.HireAsync(app, "MANAGER"));
        await app.StopAsync("employee-service");
        try
        {
            var request = await Eventually.GetAsync(() => requester.RequestAsync(approver), id => id > 0);
            await approver.HasInInboxAsync(request, Patience);
            var stranger = new Person(app, 987_654_321, "STAFF");
            var away = await requester.Approvals.PostAsJsonAsync("/approvals", Body(requester, stranger));
            Assert.Equal(HttpStatusCode.ServiceUnavailable, away.StatusCode);
            Assert.NotNull(away.Headers.RetryAfter);
        }
        finally
        {
            await app.StartAsync("employee-service");
        }
    }

    [Fact]
    public async Task A_service_that_starts_after_Kafka_lost_its_data_knows_everybody()
    {
        var (requester, approver) = (await Person.HireAsync(app), await Person.HireAsync(app, "MANAGER"));
        var left = await Person.HireAsync(app, "HR");
        await LeaveAsync(left);
        await IsRefusedAsync(left, "approval-request-service", Reads[1].Path);

        await app.LoseKafkaDataAsync();
        await app.StopAsync("approval-request-service");
        // Healthy again, so it has read that everybody is in the new topic.
        await app.StartAsync("approval-request-service");
        var (status, code) = await ReadAsync(left.Approvals, Reads[1].Path, left);
        Assert.Equal((HttpStatusCode.Unauthorized, "employee_inactive"), (status, code));
        await app.StopAsync("employee-service");
        try
        {
            await Eventually.GetAsync(() => requester.RequestAsync(approver), id => id > 0);
        }
        finally
        {
            await app.StartAsync("employee-service");
        }
    }

    private async Task LeaveAsync(Person person)
    {
        var answer = await Person.Hr(app).Employees.DeleteAsync($"/employees/{person.Id}");
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
    }

    private Task IsRefusedAsync(Person person, string service, string path) =>
        OfEveryReplicaAsync(person, service, async client => await ReadAsync(client, path, person) is var (status, code)
            && (status, code) == (HttpStatusCode.Unauthorized, "employee_inactive"));

    private Task IsForbiddenAsync(Person person, string service, Func<HttpClient, Task<HttpResponseMessage>> call) =>
        OfEveryReplicaAsync(
            person, service, async client => (await call(client)).StatusCode == HttpStatusCode.Forbidden);

    private async Task OfEveryReplicaAsync(Person person, string service, Func<HttpClient, Task<bool>> condition)
    {
        foreach (var replica in await app.ReplicasAsync(service))
        {
            using var client = new HttpClient
            {
                BaseAddress = replica, DefaultRequestHeaders = { Authorization = new("Bearer", person.Token) },
            };
            await Eventually.TrueAsync(() => condition(client), Soon);
        }
    }

    private static async Task<(HttpStatusCode Status, string? Code)> ReadAsync(
        HttpClient client, string path, Person person)
    {
        using var answer = await client.GetAsync(path.Replace("{0}", $"{person.Id}", StringComparison.Ordinal));
        return answer.IsSuccessStatusCode
            ? (answer.StatusCode, null)
            : (answer.StatusCode, (string?)(await answer.Content.ReadFromJsonAsync<JsonNode>())?["code"]);
    }

    private static object Body(Person requester, Person approver) => new
    {
        requesterId = requester.Id, title = "New chairs", content = "Twelve of them.", type = "GENERAL",
        steps = Person.Steps(approver),
    };
}
