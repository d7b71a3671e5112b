using Erp.Messaging;
using Erp.Notification.Tests.Support;
using Erp.TestSupport;
using Microsoft.Extensions.DependencyInjection;

namespace Erp.Notification.Tests;

/// <summary>A store that began anew asks the record of approvals to tell everything again. Each test has a Redis and a
/// Kafka of its own.</summary>
public sealed class TellingAgainTests : IAsyncLifetime
{
    private readonly Backing _backing = new();
    private RunningReplica _replica = null!;
    private Topic _topic = null!;

    public async ValueTask InitializeAsync()
    {
        await _backing.InitializeAsync();
        _replica = await _backing.StartAsync(("Notifications:SafetyPoll", "00:00:01"));
        _topic = new(_backing.Kafka);
        await _backing.EpochAsync();
    }

    [Fact]
    public async Task The_record_is_asked_to_tell_everything_again_until_it_has_done_so()
    {
        var epoch = (string)(await _backing.RedisAsync(db => db.StringGetAsync("notify:epoch")))!;
        await Eventually.TrueAsync(() => _topic.Asked(epoch) == 1);
        await AskAgainAsync();
        await Eventually.TrueAsync(() => _topic.Asked(epoch) == 2);

        await _topic.PublishAsync(1, "told", nameof(Contracts.NotificationsTold), $$"""{"storeEpoch":"{{epoch}}"}""");
        await Eventually.TrueAsync(() => _backing.RedisAsync(db => db.KeyExistsAsync("notify:told")));
        await AskAgainAsync();
        await _backing.Redis.FlushAsync();
        await _backing.EpochAsync();
        var next = (string)(await _backing.RedisAsync(db => db.StringGetAsync("notify:epoch")))!;

        await Eventually.TrueAsync(() => _topic.Asked(next) == 1);
        Assert.Equal(2, _topic.Asked(epoch));

        Task AskAgainAsync() => _backing.RedisAsync(db => db.KeyDeleteAsync("notify:asked"));
    }

    [Fact]
    public async Task Who_cannot_ask_the_record_does_not_keep_others_from_it()
    {
        var epoch = (string)(await _backing.RedisAsync(db => db.StringGetAsync("notify:epoch")))!;
        await Eventually.TrueAsync(() => _topic.Asked(epoch) == 1);
        await _replica.DisposeAsync();
        var publisher = new NoPublisher();
        await using (await _backing.StartAsync([], s => s.AddSingleton<IMessagePublisher>(publisher)))
        {
            await _backing.RedisAsync(db => db.KeyDeleteAsync("notify:asked"));
            await Eventually.TrueAsync(() => publisher.Refused.Contains(nameof(Contracts.NotificationsStarted)));
        }

        _replica = await _backing.StartAsync();
        await Eventually.TrueAsync(() => _topic.Asked(epoch) == 2, TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task What_the_record_tells_again_is_stored_once_and_in_the_order_in_which_it_happened()
    {
        var employee = Backing.NewEmployee();
        var at = DateTimeOffset.UtcNow.AddMinutes(-5);
        Task TellAsync(int n) => _topic.RequestAsync(employee, $"{n}", $"m-{n}", approvalId: 7, at: at.AddSeconds(n));
        await _topic.RequestAsync(employee, "other", "m-other", approvalId: 8, at: at.AddMinutes(2));
        // What happened last came first, since the rest was lost with the topic.
        await TellAsync(3);
        await TellAsync(4);
        for (var n = 1; n <= 4; n++) await TellAsync(n);
        await Eventually.TrueAsync(() => _topic.Acknowledgements("m-4") >= 2);

        Assert.Equal(["4", "3", "2", "1", "other"], (await _replica.RecentAsync(employee)).Texts());
    }

    public async ValueTask DisposeAsync()
    {
        _topic.Dispose();
        await _replica.DisposeAsync();
        await _backing.DisposeAsync();
    }
}
