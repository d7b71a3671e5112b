using System.Net;
using System.Net.Http.Json;
using Erp.Testing.Application;

namespace Erp.AppHost.Tests.Scenarios;

/// <summary>Acceptance scenario 3: notifications reach a socket on any replica, and what was missed is
/// replayed.</summary>
public abstract class NotificationScenarios(ErpApplication app)
{
    [Fact]
    public async Task A_socket_on_one_replica_gets_what_is_sent_through_the_other()
    {
        var employee = await Person.HireAsync(app);
        var replicas = await app.ReplicasAsync("notification-service");
        await using var socket = await Socket.OpenAsync(replicas[0], employee.Token);

        await SendAsync(replicas[1], employee, "Through the other replica");
        Assert.Equal("Through the other replica", (await socket.NextAsync())["message"]!.GetValue<string>());
    }

    [Fact]
    public async Task What_was_sent_while_the_socket_was_closed_is_replayed_in_order_and_once()
    {
        var employee = await Person.HireAsync(app);
        var replicas = await app.ReplicasAsync("notification-service");
        long last;
        await using (var socket = await Socket.OpenAsync(replicas[0], employee.Token))
        {
            await SendAsync(replicas[0], employee, "first");
            last = (await socket.NextAsync())["id"]!.GetValue<long>();
        }

        await SendAsync(replicas[1], employee, "second");
        await SendAsync(replicas[0], employee, "third");
        await using var again = await Socket.OpenAsync(replicas[1], employee.Token, $"after={last}");
        await SendAsync(replicas[0], employee, "fourth");
        string[] expected = ["second", "third", "fourth"];
        foreach (var message in expected)
            Assert.Equal(message, (await again.NextAsync())["message"]!.GetValue<string>());
    }

    private async Task SendAsync(Uri replica, Person employee, string message)
    {
        using var client = new HttpClient
        {
            BaseAddress = replica, DefaultRequestHeaders = { Authorization = new("Bearer", Person.Hr(app).Token) },
        };
        var answer =
            await client.PostAsJsonAsync($"/notifications/send/{employee.Id}", new { type = "ANNOUNCEMENT", message });
        Assert.True(
            answer.StatusCode is HttpStatusCode.Created or HttpStatusCode.OK,
            $"{answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
    }
}
