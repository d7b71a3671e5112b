using System.Net;
using System.Net.Http.Json;
using Erp.Notification.Tests.Support;
using Erp.TestSupport;

namespace Erp.Notification.Tests;

/// <summary>What the system that this one replaces did wrong here, each fault by its name. Those that need Redis or
/// Kafka to fail stand in <see cref="LossTests"/>.</summary>
[Collection(Shared.Name)]
public class FaultsOfTheOriginalTests(TwoReplicas replicas)
{
    [Fact]
    public async Task Notification_only_to_sockets_of_the_local_pod()
    {
        var employee = Backing.NewEmployee();
        await using var here = await replicas.First.OpenAsync(employee);
        await using var there = await replicas.Second.OpenAsync(employee);
        await replicas.First.SendAsync(employee, "everywhere");
        await here.AssertNextIsAsync("everywhere");
        await there.AssertNextIsAsync("everywhere");
    }

    [Fact]
    public async Task Nothing_stored_for_those_who_are_not_there()
    {
        var employee = Backing.NewEmployee();
        await replicas.First.SendAsync(employee, "while away");
        Assert.Equal(["while away"], (await replicas.Second.RecentAsync(employee)).Texts());
        await using var socket = await replicas.Second.OpenAsync(employee, 0);
        await socket.AssertNextIsAsync("while away");
    }

    [Fact]
    public async Task One_bad_record_that_blocks_a_topic()
    {
        var employee = Backing.NewEmployee();
        using var topic = new Topic(replicas.Kafka);
        await topic.PublishAsync(employee, $"bad-{employee}", "NotificationRequested", "{");
        await topic.RequestAsync(employee, "goes on", $"good-{employee}");
        await Eventually.GetAsync(() => replicas.First.RecentAsync(employee), recent => recent.Count == 1);
        await Eventually.TrueAsync(() => topic.IsDead($"bad-{employee}"));
    }

    [Fact]
    public async Task User_content_broadcast_to_everybody()
    {
        var (staff, bystander) = (Backing.NewEmployee(), Backing.NewEmployee());
        await using var socket = await replicas.First.OpenAsync(bystander);
        foreach (var role in new[] { "STAFF", "MANAGER" })
        {
            using var client = replicas.First.ClientFor(Tokens.User(staff, role));
            Assert.Equal(
                HttpStatusCode.Forbidden,
                (await client.PostAsJsonAsync(
                    "/notifications/send",
                    new { type = "A", message = "spam", employeeIds = new[] { bystander } })).StatusCode);
            Assert.Equal(
                HttpStatusCode.Forbidden,
                (await client.PostAsJsonAsync(
                    $"/notifications/send/{bystander}", new { type = "A", message = "spam" })).StatusCode);
        }
        using var hr = replicas.First.ClientFor(Tokens.User(staff, "HR"));
        Assert.Equal(
            HttpStatusCode.BadRequest,
            (await hr.PostAsJsonAsync("/notifications/send", new { type = "A", message = "to all" })).StatusCode);
        await replicas.First.SendAsync(bystander, "the only one");
        await socket.AssertNextIsAsync("the only one");
    }

    [Fact]
    public async Task Nulls_and_long_texts_as_500()
    {
        using var client = replicas.First.ClientFor(Tokens.Service());
        foreach (var message in new[] { null, new string('x', 500_000) })
            Assert.Equal(
                HttpStatusCode.BadRequest,
                (await client.PostAsJsonAsync("/notifications/send/1", new { type = "A", message })).StatusCode);
    }

    [Fact]
    public async Task Unpaged_lists()
    {
        var employee = Backing.NewEmployee();
        for (var n = 0; n < 51; n++) await replicas.First.SendAsync(employee, $"{n}");
        var page = await replicas.First.PageAsync(employee);
        Assert.Equal(50, page["items"]!.AsArray().Count);
        Assert.NotNull(page["next"]);
    }

    [Fact]
    public async Task No_authentication()
    {
        using var client = replicas.First.ClientFor(null);
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync("/notifications/recent/1")).StatusCode);
        Assert.Equal(
            401,
            (await Assert.ThrowsAsync<RefusedException>(() => TestSocket.OpenAsync(
                replicas.First.Address, null))).Status);
    }

    [Fact]
    public async Task Sockets_logged_at_debug()
    {
        var employee = Backing.NewEmployee();
        // Even when somebody asks for everything.
        await using var replica = await replicas.StartAsync(("Logging:LogLevel:Default", "Debug"));
        var token = Tokens.User(employee);
        await using (var socket = await TestSocket.OpenAsync(replica.Address, null, "access_token=" + token))
        {
            await replica.SendAsync(employee, "my secret illness");
            await socket.AssertNextIsAsync("my secret illness");
        }
        Assert.NotEmpty(replica.Service.Log.Lines);
        Assert.DoesNotContain(
            replica.Service.Log.Lines, line => line.Contains("secret illness", StringComparison.Ordinal));
        Assert.DoesNotContain(replica.Service.Log.Lines, line => line.Contains(token, StringComparison.Ordinal));
    }

    [Fact]
    public async Task No_graceful_shutdown()
    {
        var employee = Backing.NewEmployee();
        using var topic = new Topic(replicas.Kafka);
        var replica = await replicas.StartAsync();
        await using var socket = await replica.OpenAsync(employee);
        for (var n = 0; n < 20; n++) await topic.RequestAsync(employee, $"{n}", $"m-{employee}-{n}");
        var stopping = Task.Run(async () => await replica.DisposeAsync());
        Assert.Equal(1012, (await socket.UntilClosedAsync()).Code);
        await socket.DisposeAsync();
        await stopping.WaitAsync(TimeSpan.FromSeconds(30));

        // Whatever the replica had in hand is done, by it or by those that stay; nothing is lost and nothing is
        // doubled.
        var recent = await Eventually.GetAsync(
            () => replicas.First.RecentAsync(employee), list => list.Count >= 20, TimeSpan.FromSeconds(30));
        Assert.Equal(Enumerable.Range(0, 20).Reverse().Select(n => $"{n}"), recent.Texts());
    }
}
