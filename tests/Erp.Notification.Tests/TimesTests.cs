using System.Globalization;
using Erp.Notification.Tests.Support;
using Erp.TestSupport;
using StackExchange.Redis;

namespace Erp.Notification.Tests;

/// <summary>What the script knows of an employee's notifications by their time may be lost or wrong: nobody
/// notices.</summary>
[Collection(Shared.Name)]
public sealed class TimesTests(TwoReplicas replicas) : IDisposable
{
    private const int Kept = 100;
    private const long InOrder = 7;
    private static readonly DateTimeOffset Start = DateTimeOffset.UtcNow.AddHours(-1);
    private readonly long _employee = Backing.NewEmployee();
    private readonly Topic _topic = new(replicas.Kafka);

    [Theory]
    [InlineData]
    [InlineData("lost")]
    [InlineData("lost", "forgotten second")]
    [InlineData("without second")]
    [InlineData("with a stray at 0")]
    [InlineData("without other", "with a stray at 0")]
    [InlineData("without second", "with a stray at 0")]
    [InlineData("without second", "with a stray at 1e15")]
    [InlineData("forgotten second")]
    [InlineData("forgotten other")]
    public async Task Two_events_of_an_approval_stand_in_their_order_among_a_hundred_others(params string[] damages)
    {
        for (var n = 0; n < Kept; n++) await TellAsync($"{n}", n);
        await TellAsync("second", 200, InOrder);
        await TellAsync("other", 300);
        await ArrivedAsync("other");
        foreach (var damage in damages) await DamageAsync(damage);

        await TellAsync("first", 150, InOrder);

        Assert.Equal(
            Enumerable.Range(3, Kept - 3).Select(n => $"{n}").Concat(["other", "first", "second"]),
            await ArrivedAsync("first"));
    }

    [Theory]
    [InlineData]
    [InlineData("lost")]
    [InlineData("lost", "forgotten oldest")]
    [InlineData("without oldest")]
    [InlineData("with a stray at 0")]
    [InlineData("without newest", "with a stray at 0")]
    [InlineData("without oldest", "with a stray at 0")]
    [InlineData("without 50", "with a stray at 0")]
    [InlineData("forgotten oldest")]
    public async Task What_is_too_much_is_the_oldest_by_its_time_and_not_what_came_first(params string[] damages)
    {
        await TellAsync("first", 200);
        for (var n = 1; n < Kept - 3; n++) await TellAsync($"{n}", 100 - n);
        await TellAsync("oldest", 0);
        await TellAsync("next", 1);
        await TellAsync("newest", 300);
        await ArrivedAsync("newest");
        foreach (var damage in damages) await DamageAsync(damage);

        await TellAsync("one more", 301);
        await TellAsync("and one more", 302);

        Assert.Equal(
            ["first", .. Enumerable.Range(1, Kept - 4).Select(n => $"{n}"), "newest", "one more", "and one more"],
            await ArrivedAsync("and one more"));
    }

    [Fact]
    public async Task Of_the_same_time_what_came_first_goes_first()
    {
        for (var n = Kept; n > 0; n--) await TellAsync($"{100 + n}", 0);
        await TellAsync("one more", 0);
        Assert.Equal(
            Enumerable.Range(1, Kept - 1).Reverse().Select(n => $"{100 + n}").Append("one more"),
            await ArrivedAsync("one more"));
    }

    [Theory]
    [InlineData]
    [InlineData("lost")]
    [InlineData("without once", "with a stray at 0")]
    [InlineData("with a stray at 1e15")]
    public async Task A_message_that_was_forgotten_is_known_by_what_is_here_at_whatever_time_it_says(
        params string[] damages)
    {
        for (var n = 0; n < 5; n++) await TellAsync($"{n}", n);
        await TellAsync("once", 10, InOrder);
        await ArrivedAsync("once");
        foreach (var damage in damages.Prepend("forgotten once")) await DamageAsync(damage);

        await TellAsync("once", 20, InOrder);
        await TellAsync("last", 30);

        Assert.Equal(["0", "1", "2", "3", "4", "once", "last"], await ArrivedAsync("last"));
    }

    public void Dispose() => _topic.Dispose();

    // Each about an approval of its own, but all in one partition: they come as they were told.
    private Task TellAsync(string text, int second, long? approval = null) => _topic.RequestAsync(
        _employee, text, Message(text), approval ?? 1000 + second, Start.AddSeconds(second));

    private string Message(string text) => $"{_employee}-{text}";

    // All texts in their order, once this one is there.
    private Task<List<string>> ArrivedAsync(string text) =>
        Eventually.GetAsync(TextsAsync, texts => texts.Contains(text));

    private async Task<List<string>> TextsAsync() =>
        [.. (await replicas.First.RecentAsync(_employee, "?limit=200")).Texts().Reverse()];

    private async Task DamageAsync(string damage)
    {
        var words = damage.Split(' ');
        RedisKey times = Key("times");
        Assert.True(await replicas.RedisAsync(db => words[0] switch
        {
            "lost" => db.KeyDeleteAsync(times),
            "without" => db.SortedSetRemoveAsync(times, Message(words[1])),
            "with" => db.SortedSetAddAsync(
                times, "stray", double.Parse(words[^1], CultureInfo.InvariantCulture)),
            _ => db.KeyDeleteAsync(Key("message:" + Message(words[1]))),
        }));

        string Key(string name) => $"notify:{{{_employee}}}:{name}";
    }
}
