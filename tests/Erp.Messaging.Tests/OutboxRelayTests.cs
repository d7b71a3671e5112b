using System.Diagnostics;
using System.Globalization;
using Erp.TestSupport;
using Microsoft.Extensions.DependencyInjection;

namespace Erp.Messaging.Tests;

public sealed class OutboxRelayTests
{
    private const string Topic = "topic";
    private readonly MemoryOutbox _outbox = new();
    private readonly RecordingPublisher _publisher = new();

    [Fact]
    public async Task Two_relays_publish_everything_once_and_in_the_order_of_its_key()
    {
        _publisher.Before = (_, c) => Task.Delay(1, c);
        _outbox.Add(Replica.Numbered(Topic, keys: 40, each: 25));
        await using var one = await Relay(("Outbox:BatchSize", "30"));
        await using var two = await Relay(("Outbox:BatchSize", "30"));
        await Eventually.TrueAsync(() => _outbox.Waiting == 0);
        Assert.Equal(1000, _publisher.Taken.Count);
        ShouldBeInOrder(keys: 40, each: 25);
    }

    [Fact]
    public async Task A_signal_wakes_it_long_before_the_next_poll()
    {
        await using var service = await Relay(("Outbox:PollInterval", "00:05:00"));
        var clock = Stopwatch.StartNew();
        for (var i = 0; i < 20; i++)
        {
            _outbox.Add(Replica.Message(Topic, "k", i.ToString(CultureInfo.InvariantCulture)));
            service.Services.GetRequiredService<OutboxSignal>().Set();
        }
        await Eventually.TrueAsync(() => _outbox.Waiting == 0);
        Assert.True(clock.Elapsed < TimeSpan.FromMinutes(1));
        ShouldBeInOrder(1, 20, "k");
    }

    [Fact]
    public async Task Without_a_signal_the_next_poll_finds_it()
    {
        await using var service = await Relay(("Outbox:PollInterval", "00:00:00.1"));
        _outbox.Add(Replica.Message(Topic, "k", "0"));
        await Eventually.TrueAsync(() => _outbox.Waiting == 0);
    }

    [Fact]
    public async Task A_broker_that_is_away_costs_nothing_and_no_order()
    {
        var away = true;
        var tries = 0;
        _publisher.Before = (_, _) =>
        {
            Interlocked.Increment(ref tries);
            return away ? throw new TimeoutException("no acknowledgement") : Task.CompletedTask;
        };
        _outbox.Add(Replica.Numbered(Topic, keys: 10, each: 5));
        await using var service = await Relay();
        await Eventually.TrueAsync(() => tries > 30);
        Assert.Equal(50, _outbox.Waiting);
        away = false;
        await Eventually.TrueAsync(() => _outbox.Waiting == 0);
        Assert.Equal(50, _publisher.Taken.Count);
        ShouldBeInOrder(10, 5);
    }

    [Fact]
    public async Task A_message_that_is_refused_holds_up_its_own_key_only()
    {
        _publisher.Before = (m, _) =>
            m.Key == "key-0" ? throw new InvalidOperationException("refused") : Task.CompletedTask;
        _outbox.Add(Replica.Numbered(Topic, keys: 10, each: 5));
        await using var service = await Relay();
        await Eventually.TrueAsync(() => _outbox.Waiting == 5);
    }

    [Fact]
    public async Task A_store_that_is_away_is_waited_for_and_costs_at_most_doubles()
    {
        _outbox.Add(Replica.Numbered(Topic, keys: 5, each: 5));
        _publisher.Before = (_, _) => { _outbox.Away = true; return Task.CompletedTask; };
        await using var service = await Relay();
        await Eventually.TrueAsync(() => _publisher.Taken.Count == 25);
        _publisher.Before = (_, _) => Task.CompletedTask;
        _outbox.Away = false;
        await Eventually.TrueAsync(() => _outbox.Waiting == 0);
        ShouldBeInOrder(5, 5);
    }

    [Fact]
    public async Task What_a_dead_relay_had_taken_is_published_by_another_when_the_lease_ends()
    {
        _outbox.Add(Replica.Numbered(Topic, keys: 3, each: 3));
        await _outbox.LeaseAsync(100, TimeSpan.FromSeconds(1), default);
        await using var service = await Relay(("Outbox:PollInterval", "00:00:00.1"));
        await Eventually.TrueAsync(() => _outbox.Waiting == 0);
        ShouldBeInOrder(3, 3);
    }

    [Fact]
    public async Task Nothing_is_published_after_its_lease_could_have_ended()
    {
        // A slow broker and a short lease: what is left of the chain is for whoever takes it next.
        var leases = new List<int>();
        _publisher.Before = (m, c) =>
        {
            lock (leases) leases.Add(_outbox.Given);
            return m.Payload == "0" ? _outbox.UntilFreeAsync(m.Key, c) : Task.CompletedTask;
        };
        _outbox.Add(Replica.Numbered(Topic, keys: 1, each: 15));
        await using var service = await Relay(("Outbox:Lease", "00:00:01"), ("Outbox:PollInterval", "00:05:00"));
        await Eventually.TrueAsync(() => _outbox.Waiting == 0);
        Assert.Equal(Enumerable.Range(0, 15).Select(n => $"{n}"), _publisher.Taken.Select(m => m.Payload));
        // The first under the first lease, all the others under the second.
        Assert.Equal([1, .. Enumerable.Repeat(2, 14)], leases);
    }

    [Fact]
    public async Task On_stop_what_waits_goes_out_first()
    {
        _publisher.Before = (_, c) => Task.Delay(10, c);
        await using var service = await Relay(("Outbox:PollInterval", "00:05:00"));
        await Eventually.TrueAsync(() => _outbox.Waiting == 0);
        _outbox.Add(Replica.Numbered(Topic, keys: 10, each: 5));
        await service.StopAsync();
        Assert.Equal(0, _outbox.Waiting);
        ShouldBeInOrder(10, 5);
    }

    [Fact]
    public async Task What_may_be_answered_yet_is_marked_later_or_at_the_end()
    {
        _outbox.AnswerTime = TimeSpan.FromSeconds(1);
        _outbox.Add(Replica.Numbered(Topic, keys: 3, each: 2));
        var clock = Stopwatch.StartNew();
        await using var service = await Relay();
        await Eventually.TrueAsync(() => _publisher.Taken.Count == 6);
        await Eventually.TrueAsync(() => _outbox.Waiting == 0);
        Assert.True(clock.Elapsed > _outbox.AnswerTime);

        _outbox.AnswerTime = TimeSpan.FromMinutes(10);
        await using var other = await Relay(("Outbox:FlushTimeout", "00:01:00"));
        await service.StopAsync();
        _outbox.Add(Replica.Numbered(Topic, keys: 3, each: 2));
        await Eventually.TrueAsync(() => _publisher.Taken.Count == 12);
        await other.StopAsync();
        Assert.Equal(0, _outbox.Waiting);
    }

    [Fact]
    public async Task How_many_wait_and_for_how_long_are_metrics()
    {
        var port = FreePort.Next();
        _publisher.Before = (_, _) => throw new TimeoutException();
        _outbox.Add(Replica.Numbered(Topic, keys: 7, each: 1)
            .Select(m => m with { CreatedAt = DateTimeOffset.UtcNow.AddHours(-1) }));
        await using var service = await Relay(("METRICS_PORT", port.ToString(CultureInfo.InvariantCulture)));
        using var http = new HttpClient();
        await Eventually.GetAsync(
            () => http.GetStringAsync($"http://127.0.0.1:{port}/metrics"),
            s => ValueOf("erp_outbox_pending", s) == 7 && ValueOf("erp_outbox_age_seconds", s) is > 3600 and < 3900);

        static double ValueOf(string metric, string all) => double.Parse(
            all.Split('\n').FirstOrDefault(l => l.StartsWith(metric, StringComparison.Ordinal))?.Split(' ')[1] ?? "-1",
            CultureInfo.InvariantCulture);
    }

    private Task<TestService> Relay(params (string, string)[] settings) => TestService.StartAsync(b =>
    {
        b.Services.AddSingleton(_outbox);
        b.Services.AddSingleton<IOutbox>(_outbox);
        b.Services.AddSingleton<IMessagePublisher>(_publisher);
        b.AddOutbox<MemoryOutbox>();
    }, _ => { }, settings);

    private void ShouldBeInOrder(int keys, int each, string? only = null)
    {
        var expected = Enumerable.Range(0, each).Select(n => $"{n}").ToList();
        for (var k = 0; k < keys; k++)
            Assert.Equal(
                expected, _publisher.Taken.Where(m => m.Key == (only ?? $"key-{k}")).Select(m => m.Payload).Distinct());
    }
}
