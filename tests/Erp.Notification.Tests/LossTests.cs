using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using Erp.Notification.Tests.Support;
using Erp.TestSupport;

namespace Erp.Notification.Tests;

/// <summary>What happens when something this service needs is away, or lost its data. Each test has a Redis and a Kafka of its own.</summary>
public sealed class LossTests : IAsyncLifetime, IDisposable
{
    private readonly Backing _backing = new();
    private RunningReplica _replica = null!;
    private Topic _topic = null!;

    public async Task InitializeAsync()
    {
        await _backing.InitializeAsync();
        _replica = await _backing.StartAsync(("Notifications:SafetyPoll", "00:00:01"));
        _topic = new(_backing.Kafka);
    }

    [Fact]
    public async Task When_Redis_loses_its_data_recent_is_rebuilt_from_the_topic_and_open_sockets_go_on()
    {
        var employee = Backing.NewEmployee();
        await using var socket = await _replica.OpenAsync(employee);
        await _topic.RequestAsync(employee, "from an approval", "m-1");
        await socket.AssertNextIsAsync("from an approval");
        var last = await _replica.SendAsync(employee, "from a service", "m-2");
        await socket.AssertNextIsAsync("from a service");
        await EpochAsync();

        await _backing.Redis.FlushAsync();
        await Eventually.GetAsync(() => _replica.RecentAsync(employee), recent => recent.Count == 2);
        Assert.Equal(["from a service", "from an approval"], (await _replica.RecentAsync(employee)).Texts().Order());
        Assert.Equal(["m-1", "m-2"], (await _replica.RecentAsync(employee)).Select(n => n!["messageId"]!.GetValue<string>()).Order());

        // Ids go on rising, so the socket that is open, and one that resumes, miss nothing.
        Assert.True(await _replica.SendAsync(employee, "after the loss") > last);
        while ((await socket.NextAsync()).Text() != "after the loss") { }
        await using var resumed = await _replica.OpenAsync(employee, last);
        Assert.Contains("after the loss", await resumed.NextAsync(3));
    }

    [Fact]
    public async Task While_Redis_is_away_messages_wait_and_are_stored_and_acknowledged_when_it_is_back()
    {
        var employee = Backing.NewEmployee();
        await EpochAsync();
        await _backing.Redis.StopAsync();
        await _topic.RequestAsync(employee, "patient", "m-1");
        using (var client = _replica.ClientFor(Tokens.User(employee)))
            Assert.Equal(HttpStatusCode.ServiceUnavailable, (await client.GetAsync($"/notifications/recent/{employee}")).StatusCode);
        Assert.Equal(0, _topic.Acknowledgements("m-1"));

        await _backing.Redis.StartAsync();
        await Eventually.TrueAsync(() => _topic.Acknowledgements("m-1") >= 1, TimeSpan.FromSeconds(40));
        await Eventually.GetAsync(async () => (await _replica.RecentAsync(employee)).Texts().ToList(), texts => texts.SequenceEqual(["patient"]));
    }

    [Fact]
    public async Task A_socket_lives_through_a_restart_of_Redis_and_gets_what_comes_after()
    {
        var employee = Backing.NewEmployee();
        await using var socket = await _replica.OpenAsync(employee);
        await _replica.SendAsync(employee, "before");
        await socket.AssertNextIsAsync("before");
        await EpochAsync();
        await _backing.Redis.StopAsync();
        await _backing.Redis.StartAsync();
        await Eventually.TrueAsync(async () =>
        {
            await _replica.SendAsync(employee, "after", "m-after");
            return true;
        }, TimeSpan.FromSeconds(30));
        while ((await socket.NextAsync()).Text() != "after") { }
    }

    [Fact]
    public async Task While_Kafka_is_away_sending_still_works_and_takes_two_seconds_at_most()
    {
        var employee = Backing.NewEmployee();
        await _replica.SendAsync(employee, "warm");
        _backing.Kafka.Down();
        var clock = Stopwatch.StartNew();
        await _replica.SendAsync(employee, "without Kafka");
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(4));
        Assert.Equal(["without Kafka", "warm"], (await _replica.RecentAsync(employee)).Texts());
    }

    [Fact]
    public async Task A_replica_that_starts_without_Redis_is_not_ready_and_heals_when_it_is_there()
    {
        var employee = Backing.NewEmployee();
        await _backing.Redis.StopAsync();
        await using var late = await _backing.StartAsync();
        using var client = late.ClientFor(Tokens.Service());
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/alive")).StatusCode);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await client.GetAsync("/health")).StatusCode);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await client.PostAsJsonAsync($"/notifications/send/{employee}", new { type = "A", message = "m" })).StatusCode);
        Assert.Equal(503, (await Assert.ThrowsAsync<RefusedException>(() => late.OpenAsync(employee))).Status);

        await _backing.Redis.StartAsync();
        await Eventually.GetAsync(async () => (await client.GetAsync("/health")).StatusCode, status => status == HttpStatusCode.OK, TimeSpan.FromSeconds(40));
        await using var socket = await late.OpenAsync(employee);
        await late.SendAsync(employee, "here");
        await socket.AssertNextIsAsync("here");
    }

    public async Task DisposeAsync()
    {
        await _replica.DisposeAsync();
        await _backing.DisposeAsync();
    }

    public void Dispose() => _topic.Dispose();

    // The service has taken note that this store is there.
    private Task EpochAsync() => Eventually.TrueAsync(() => _backing.RedisAsync(db => db.KeyExistsAsync("notify:epoch")));
}
