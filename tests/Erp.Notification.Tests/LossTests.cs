using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Erp.Messaging;
using Erp.Notification.Tests.Support;
using Erp.TestSupport;
using Microsoft.Extensions.DependencyInjection;
using StackExchange.Redis;

namespace Erp.Notification.Tests;

/// <summary>What happens when something this service needs is away, or lost its data. Each test has a Redis and a Kafka
/// of its own.</summary>
public sealed class LossTests : IAsyncLifetime
{
    private readonly Backing _backing = new();
    private RunningReplica _replica = null!;
    private Topic _topic = null!;

    public async ValueTask InitializeAsync()
    {
        await _backing.InitializeAsync();
        _replica = await _backing.StartAsync(("Notifications:SafetyPoll", "00:00:01"), ("Notifications:Keep", "20"));
        _topic = new(_backing.Kafka);
        await _backing.EpochAsync();
    }

    [Fact]
    public async Task When_Redis_loses_its_data_recent_is_rebuilt_from_the_topic_and_open_sockets_go_on()
    {
        var employee = Backing.NewEmployee();
        await using var socket = await _replica.OpenAsync(employee);
        await _topic.RequestAsync(employee, "from an approval", "m-1");
        await socket.AssertNextIsAsync("from an approval");
        var last = await _replica.SendAsync(employee, "from a service", "m-2", approvalId: 8);
        await socket.AssertNextIsAsync("from a service");
        // Its copy was consumed, too: nothing is on its way when the data is lost.
        await Eventually.TrueAsync(() => _topic.Acknowledgements("m-2") == 1);
        await _backing.EpochAsync();

        await _backing.Redis.FlushAsync();
        await Eventually.GetAsync(() => _replica.RecentAsync(employee), recent => recent.Count == 2);
        Assert.Equal(["from a service", "from an approval"], (await _replica.RecentAsync(employee)).Texts());
        Assert.Equal(
            ["m-2", "m-1"], (await _replica.RecentAsync(employee)).Select(n => n!["messageId"]!.GetValue<string>()));

        // Ids go on rising, so the socket that is open, and one that resumes, miss nothing.
        Assert.True(await _replica.SendAsync(employee, "after the loss") > last);
        while ((await socket.NextAsync()).Text() != "after the loss") { }
        await using var resumed = await _replica.OpenAsync(employee, last);
        Assert.Contains("after the loss", await resumed.NextAsync(3));
    }

    [Fact]
    public async Task A_rebuilt_store_has_the_newest_in_the_order_of_their_time()
    {
        var employee = Backing.NewEmployee();
        var first = DateTimeOffset.UtcNow.AddHours(-1);
        // Each about another approval, so that they lie in all partitions.
        for (var n = 0; n < 30; n++)
            await _topic.RequestAsync(employee, $"{n}", $"m-{n}", at: first.AddSeconds(n), key: n);
        var newest = Enumerable.Range(10, 20).Select(n => $"{n}").ToList();
        await Eventually.GetAsync(
            async () => (await _replica.RecentAsync(employee)).Texts().Order().ToList(),
            texts => texts.SequenceEqual(newest));
        await _backing.EpochAsync();

        await _backing.Redis.FlushAsync();
        await _backing.EpochAsync();
        Assert.Equal(Enumerable.Reverse(newest), (await _replica.RecentAsync(employee)).Texts());
    }

    [Fact]
    public async Task What_comes_before_a_lost_store_is_filled_again_stands_after_what_was_lost()
    {
        var employee = Backing.NewEmployee();
        for (var n = 0; n < 5; n++)
            await _topic.RequestAsync(employee, $"{n}", $"m-{n}", at: DateTimeOffset.UtcNow.AddMinutes(n - 10), key: n);
        await Eventually.GetAsync(() => _replica.RecentAsync(employee), recent => recent.Count == 5);

        await _backing.Redis.FlushAsync();
        await _topic.RequestAsync(employee, "live", "m-live", key: 9);

        await Eventually.TrueAsync(() => _topic.Acknowledgements("m-live") >= 1, TimeSpan.FromSeconds(30));
        Assert.Equal(["live", "4", "3", "2", "1", "0"], (await _replica.RecentAsync(employee)).Texts());
    }

    [Fact]
    public async Task What_a_Redis_that_evicts_keys_lost_comes_back()
    {
        var employee = Backing.NewEmployee();
        for (var n = 0; n < 5; n++)
            await _topic.RequestAsync(employee, $"{n}", $"m-{n}", at: DateTimeOffset.UtcNow.AddMinutes(n - 10), key: n);
        await Eventually.GetAsync(() => _replica.RecentAsync(employee), recent => recent.Count == 5);
        var ids = (await _replica.RecentAsync(employee)).Select(n => n!["id"]!.GetValue<long>()).ToList();
        await _backing.RedisAsync(db => db.SortedSetAddAsync($"notify:{{{employee}}}:read", ids[1], ids[1]));

        await _backing.RedisAsync(db => db.KeyDeleteAsync($"notify:{{{employee}}}:items"));

        var recent = await Eventually.GetAsync(() => _replica.RecentAsync(employee), recent => recent.Count == 5);
        Assert.Equal(
            ["4 false", "3 true", "2 false", "1 false", "0 false"], recent.Select(n => $"{n!["message"]} {n["read"]}"));
    }

    [Fact]
    public async Task A_socket_that_has_what_came_after_a_loss_gets_what_was_lost_before_it_was_open()
    {
        var employee = Backing.NewEmployee();
        await _topic.RequestAsync(employee, "lost", "m-1", at: DateTimeOffset.UtcNow.AddMinutes(-1));
        await Eventually.GetAsync(() => _replica.RecentAsync(employee), recent => recent.Count == 1);
        await _backing.RedisAsync(db => db.KeyDeleteAsync($"notify:{{{employee}}}:items"));

        var later = await _replica.SendAsync(employee, "new", "m-2", approvalId: 8);

        await using var socket = await _replica.OpenAsync(employee, later);
        while ((await socket.NextAsync()).Text() != "lost") { }
    }

    [Theory]
    [InlineData("items")]
    [InlineData("counter")]
    [InlineData("state")]
    [InlineData("items state")]
    [InlineData("items counter state")]
    [InlineData("items state times")]
    public async Task What_Redis_lost_of_somebody_comes_back_also_when_something_new_comes_first(string lost)
    {
        var employee = Backing.NewEmployee();
        for (var n = 0; n < 3; n++)
            await _topic.RequestAsync(employee, $"{n}", $"m-{n}", at: DateTimeOffset.UtcNow.AddMinutes(n - 10), key: n);
        await Eventually.GetAsync(() => _replica.RecentAsync(employee), recent => recent.Count == 3);

        await _backing.RedisAsync(
            db => db.KeyDeleteAsync([.. lost.Split(' ').Select(key => (RedisKey)$"notify:{{{employee}}}:{key}")]));
        await _topic.RequestAsync(employee, "new", "m-new", key: 9, approvalId: 9);

        await Eventually.TrueAsync(() => _topic.Acknowledgements("m-new") >= 1, TimeSpan.FromSeconds(30));
        await Eventually.GetAsync(
            async () => (await _replica.RecentAsync(employee)).Texts().Order().ToList(),
            texts => texts.SequenceEqual(["0", "1", "2", "new"]));
    }

    [Fact]
    public async Task What_comes_back_where_it_was_stands_after_what_happened_before_it()
    {
        var (employee, at) = (Backing.NewEmployee(), DateTimeOffset.UtcNow.AddHours(-1));
        await _topic.RequestAsync(employee, "first", "m-1", 7, at);
        await _topic.RequestAsync(employee, "second", "m-2", 7, at.AddSeconds(1));
        await Eventually.GetAsync(() => _replica.RecentAsync(employee), recent => recent.Count == 2);

        // The list is lost, and under which id the first one stood; that of the second is still known.
        var key = $"notify:{{{employee}}}:";
        await _backing.RedisAsync(db => db.KeyDeleteAsync([key + "items", key + "message:m-1"]));

        var recent = await Eventually.GetAsync(() => _replica.RecentAsync(employee), recent => recent.Count == 2);
        Assert.Equal(["second", "first"], recent.Texts());
    }

    [Fact]
    public async Task A_Redis_that_comes_back_older_than_it_was_lacks_nothing_and_gives_no_id_again()
    {
        var employee = Backing.NewEmployee();
        await _replica.SendAsync(employee, "1");
        var older = await _backing.Redis.CopyAsync();
        await _replica.SendAsync(employee, "2");
        var last = await _replica.SendAsync(employee, "3");

        await _backing.Redis.StopAsync();
        await _backing.Redis.StartAsync();
        await _backing.Redis.PutBackAsync(older);

        await Eventually.GetAsync(
            () => _replica.RecentAsync(employee), recent => recent.Texts().SequenceEqual(["3", "2", "1"]));
        await Eventually.GetAsync(() => _replica.SendAsync(employee, "4", "m-4"), id => id > last);
    }

    [Fact]
    public async Task A_notification_whose_id_was_forgotten_is_known_by_itself()
    {
        var employee = Backing.NewEmployee();
        await _topic.RequestAsync(employee, "once", "m-1");
        await Eventually.TrueAsync(() => _topic.Acknowledgements("m-1") == 1);
        await _backing.RedisAsync(db => db.KeyDeleteAsync($"notify:{{{employee}}}:message:m-1"));

        await _topic.RequestAsync(employee, "once", "m-1");

        await Eventually.TrueAsync(() => _topic.Acknowledgements("m-1") == 2);
        Assert.Equal(["once"], (await _replica.RecentAsync(employee)).Texts());
    }

    [Fact]
    public async Task Something_old_that_comes_late_does_not_drive_out_something_new()
    {
        var employee = Backing.NewEmployee();
        await _replica.SendAsync(employee, "new");
        for (var n = 0; n < 25; n++)
            await _topic.RequestAsync(employee, $"{n}", $"m-{n}", at: DateTimeOffset.UtcNow.AddHours(-1).AddSeconds(n));
        await Eventually.TrueAsync(() => _topic.Acknowledgements("m-24") == 1);
        Assert.Equal(
            Enumerable.Range(6, 19).Reverse().Select(n => $"{n}").Append("new"),
            (await _replica.RecentAsync(employee)).Texts());
    }

    [Fact]
    public async Task While_Redis_is_away_messages_wait_and_are_stored_and_acknowledged_when_it_is_back()
    {
        var employee = Backing.NewEmployee();
        await _backing.EpochAsync();
        await _backing.Redis.StopAsync();
        await _topic.RequestAsync(employee, "patient", "m-1");
        using (var client = _replica.ClientFor(Tokens.User(employee)))
            Assert.Equal(
                HttpStatusCode.ServiceUnavailable,
                (await client.GetAsync($"/notifications/recent/{employee}")).StatusCode);
        Assert.Equal(0, _topic.Acknowledgements("m-1"));

        await _backing.Redis.StartAsync();
        await Eventually.TrueAsync(() => _topic.Acknowledgements("m-1") >= 1, TimeSpan.FromSeconds(40));
        await Eventually.GetAsync(
            async () => (await _replica.RecentAsync(employee)).Texts().ToList(),
            texts => texts.SequenceEqual(["patient"]));
    }

    [Fact]
    public async Task A_socket_lives_through_a_restart_of_Redis_and_gets_what_comes_after()
    {
        var employee = Backing.NewEmployee();
        await using var socket = await _replica.OpenAsync(employee);
        await _replica.SendAsync(employee, "before");
        await socket.AssertNextIsAsync("before");
        await _backing.EpochAsync();
        await _backing.Redis.StopAsync();
        await _backing.Redis.StartAsync();
        // It is empty: what is on the topic comes back first.
        await _backing.EpochAsync();
        await _replica.SendAsync(employee, "after");
        while ((await socket.NextAsync()).Text() != "after") { }
    }

    [Fact]
    public async Task While_Kafka_is_away_HR_can_still_send_and_waits_two_seconds_at_most()
    {
        var employee = Backing.NewEmployee();
        await _replica.SendAsync(employee, "warm");
        _backing.Kafka.Down();
        var clock = Stopwatch.StartNew();
        using (var hr = _replica.ClientFor(Tokens.User(5, "HR")))
            Assert.Equal(
                HttpStatusCode.Created,
                (await hr.PostAsJsonAsync(
                    $"/notifications/send/{employee}", new { type = "A", message = "without Kafka" })).StatusCode);
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(15));
        Assert.Equal(["without Kafka", "warm"], (await _replica.RecentAsync(employee)).Texts());
    }

    [Fact]
    public async Task A_service_is_told_to_send_again_until_the_topic_has_it_too()
    {
        var employee = Backing.NewEmployee();
        await _replica.SendAsync(employee, "warm");
        _backing.Kafka.Down();
        using var service = _replica.ClientFor(Tokens.Service());
        foreach (var (path, body) in new (string, object)[]
        {
            ($"/notifications/send/{employee}", new { messageId = "one", type = "A", message = "safe" }),
            (
                "/notifications/send",
                new { messageId = "list", type = "A", message = "safe, too", employeeIds = new[] { employee } }),
        })
        {
            var refused = await service.PostAsJsonAsync(path, body);
            Assert.Equal(
                (HttpStatusCode.ServiceUnavailable, "temporarily_unavailable"),
                (refused.StatusCode, (string?)(await refused.Content.ReadFromJsonAsync<JsonNode>())!["code"]));
            Assert.NotNull(refused.Headers.RetryAfter);
        }
        Assert.Equal(["safe, too", "safe", "warm"], (await _replica.RecentAsync(employee)).Texts());

        _backing.Kafka.Up();
        await Eventually.TrueAsync(
            async () =>
                (await service.PostAsJsonAsync(
                    $"/notifications/send/{employee}",
                    new { messageId = "one", type = "A", message = "safe" })).StatusCode == HttpStatusCode.OK);
        Assert.True(_topic.Has("one"));
        Assert.Equal(3, (await _replica.RecentAsync(employee)).Count);
    }

    [Fact]
    public async Task What_a_crash_left_in_Redis_only_comes_to_the_topic_when_it_is_sent_again()
    {
        var employee = Backing.NewEmployee();
        await using (var cutOff = await _backing.StartAsync([], s => s.AddSingleton<IMessagePublisher>(
            new NoPublisher())))
        using (var hr = cutOff.ClientFor(Tokens.User(5, "HR")))
            Assert.Equal(
                HttpStatusCode.Created,
                (await hr.PostAsJsonAsync(
                    $"/notifications/send/{employee}",
                    new { messageId = "cut-off", type = "A", message = "m" })).StatusCode);
        Assert.False(_topic.Has("cut-off"));
        await _replica.SendAsync(employee, "m", "cut-off");
        Assert.True(_topic.Has("cut-off"));
        Assert.Single(await _replica.RecentAsync(employee));
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
        Assert.Equal(
            HttpStatusCode.ServiceUnavailable,
            (await client.PostAsJsonAsync(
                $"/notifications/send/{employee}", new { type = "A", message = "m" })).StatusCode);
        Assert.Equal(503, (await Assert.ThrowsAsync<RefusedException>(() => late.OpenAsync(employee))).Status);

        await _backing.Redis.StartAsync();
        await Eventually.GetAsync(
            async () => (await client.GetAsync("/health")).StatusCode, status => status == HttpStatusCode.OK,
            TimeSpan.FromSeconds(40));
        await using var socket = await late.OpenAsync(employee);
        await late.SendAsync(employee, "here");
        await socket.AssertNextIsAsync("here");
    }

    public async ValueTask DisposeAsync()
    {
        _topic.Dispose();
        await _replica.DisposeAsync();
        await _backing.DisposeAsync();
    }
}
