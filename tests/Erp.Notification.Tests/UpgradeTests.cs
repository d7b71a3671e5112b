using System.Globalization;
using Erp.Notification.Tests.Support;
using Erp.TestSupport;
using StackExchange.Redis;

namespace Erp.Notification.Tests;

/// <summary>What the first version stored: without times and state, and under ids of 32 digits, which the record now
/// tells under others.</summary>
public sealed class UpgradeTests : IAsyncLifetime
{
    private static readonly DateTimeOffset At = DateTimeOffset.UtcNow.AddHours(-1);
    private readonly Backing _backing = new();
    private readonly long _employee = Backing.NewEmployee(), _colleague = Backing.NewEmployee();
    private Topic _topic = null!;

    public async ValueTask InitializeAsync()
    {
        await _backing.InitializeAsync();
        _topic = new(_backing.Kafka);
        await _backing.RedisAsync(async db => await db.StringSetAsync("notify:epoch", Guid.NewGuid().ToString("N")));
        // The later one happened first, and is read.
        await StoredAsync(_employee, 12, "01a228adb90978c2a5b76c3d587259ae", approval: 7, seconds: 10);
        await StoredAsync(_employee, 11, "01a228adb8e775cab5a0e0815735b274", approval: 7, seconds: 5);
        await _backing.RedisAsync(db => db.SortedSetAddAsync($"notify:{{{_employee}}}:read", 12, 12));
        await StoredAsync(_colleague, 31, "01a228ac-35e3-7638-9b01-00b5ebb4d13f", approval: null, seconds: 0);
    }

    [Fact]
    public async Task It_is_neither_doubled_when_the_record_tells_it_again_nor_taken_for_lost()
    {
        await using var replica = await _backing.StartAsync();
        var epoch = await Eventually.GetAsync(EpochAsync, value => value.Contains(':', StringComparison.Ordinal));

        await ToldAsync("approval-7-1", seconds: 5);
        await ToldAsync("approval-7-2", seconds: 10);
        await ToldAsync("approval-7-3", seconds: 20);

        var page = await replica.PageAsync(_employee);
        Assert.Equal(1, page["items"]!.AsArray().Count(n => n!["read"]!.GetValue<bool>()));
        Assert.Equal([13L, 12L, 11L], page["items"]!.AsArray().Select(n => n!["id"]!.GetValue<long>()));
        // As the record tells it now.
        Assert.Equal(
            ["approval-7-3", "approval-7-2", "approval-7-1"],
            page["items"]!.AsArray().Select(n => n!["messageId"]!.GetValue<string>()));
        Assert.All(page["items"]!.AsArray().Texts(), text => Assert.Equal("told again", text));
        Assert.Equal([31L], (await replica.RecentAsync(_colleague)).Select(n => n!["id"]!.GetValue<long>()));
        Assert.True(await replica.SendAsync(_colleague, "something new") > 31);
        // Nobody noticed a loss: the store lives the life that it began with.
        Assert.Equal(epoch, await EpochAsync());
    }

    public async ValueTask DisposeAsync()
    {
        _topic?.Dispose();
        await _backing.DisposeAsync();
    }

    private async Task<string> EpochAsync() =>
        (string?)await _backing.RedisAsync(db => db.StringGetAsync("notify:epoch")) ?? "";

    private async Task ToldAsync(string messageId, int seconds)
    {
        await _topic.RequestAsync(_employee, "told again", messageId, approvalId: 7, at: At.AddSeconds(seconds));
        await Eventually.TrueAsync(() => _topic.Acknowledgements(messageId) > 0, TimeSpan.FromSeconds(30));
    }

    private Task<bool> StoredAsync(long employee, long id, string messageId, long? approval, int seconds) =>
        _backing.RedisAsync(async db =>
        {
            var time = At.AddSeconds(seconds).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
            var item = $$"""
                {"id":{{id}},"messageId":"{{messageId}}","type":"APPROVAL_STATUS_CHANGED",
                "approvalId":{{approval?.ToString(CultureInfo.InvariantCulture) ?? "null"}},"status":"approved",
                "message":"x","timestamp":"{{time}}"}
                """.ReplaceLineEndings("");
            var key = $"notify:{{{employee}}}";
            await db.StringSetAsync($"{key}:counter", id, when: When.NotExists);
            await db.StringSetAsync($"{key}:message:{messageId}", id);
            return await db.SortedSetAddAsync($"{key}:items", item + "\n", id);
        });
}
