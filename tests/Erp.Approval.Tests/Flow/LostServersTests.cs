using System.Globalization;
using System.Net;
using Erp.Approval.Tests.Support;

namespace Erp.Approval.Tests.Flow;

/// <summary>A server is lost with all its data: nothing accepted is lost with it. Each test has servers of its
/// own.</summary>
public sealed class LostServersTests
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Inboxes_come_back_after_Redis_lost_its_data()
    {
        await using var system = await OwnSystem.StartAsync();
        var (requester, approver) = (FakeEmployees.NewPerson(), FakeEmployees.NewPerson());
        var pending = await system.It.SubmitAsync(requester, [approver]);
        var decided = await system.It.SubmitAsync(requester, [approver]);
        await system.It.DecideWhenThereAsync(approver, decided, "approved");
        await system.It.FinalAsync(requester, decided, "approved");
        await system.It.InInboxAsync(approver, pending);

        await system.It.Redis.FlushAsync();

        await system.It.InInboxAsync(approver, pending);
        Assert.Equal([pending], await system.It.InboxAsync(approver));
        await system.It.DecideWhenThereAsync(approver, pending, "approved");
        await system.It.FinalAsync(requester, pending, "approved");
    }

    [Theory]
    [InlineData("inbox:entry:{0}:{1}")]
    [InlineData("inbox:of:{0}")]
    [InlineData("inbox:open")]
    [InlineData("inbox:epoch")]
    [InlineData("inbox:run")]
    public async Task What_Redis_lost_of_an_inbox_comes_back(string lost)
    {
        await using var system = await OwnSystem.StartAsync();
        var (requester, approver) = (FakeEmployees.NewPerson(), FakeEmployees.NewPerson());
        var id = await system.It.SubmitAsync(requester, [approver]);
        await system.It.InInboxAsync(approver, id);

        await using (var redis = await system.It.Redis.ConnectAsync())
            await redis.GetDatabase().KeyDeleteAsync(
                string.Format(CultureInfo.InvariantCulture, lost, approver, id));

        await system.It.DecideWhenThereAsync(approver, id, "approved");
        await system.It.FinalAsync(requester, id, "approved");
    }

    [Fact]
    public async Task A_Redis_that_comes_back_older_than_it_was_neither_hides_nor_shows_what_is_wrong()
    {
        await using var system = await OwnSystem.StartAsync();
        var (requester, approver) = (FakeEmployees.NewPerson(), FakeEmployees.NewPerson());
        var decided = await system.It.SubmitAsync(requester, [approver]);
        await system.It.InInboxAsync(approver, decided);
        var older = await system.It.Redis.CopyAsync();
        await system.It.DecideWhenThereAsync(approver, decided, "approved");
        await system.It.FinalAsync(requester, decided, "approved");
        var pending = await system.It.SubmitAsync(requester, [approver]);
        await system.It.InInboxAsync(approver, pending);

        await system.It.Redis.StopAsync();
        await system.It.Redis.StartAsync();
        await system.It.Redis.PutBackAsync(older);
        using var contrary = await system.It.DecideAsync(approver, decided, "rejected");
        Assert.False(contrary.IsSuccessStatusCode, $"{contrary.StatusCode}: it was approved");

        await Eventually.GetAsync(() => system.It.InboxAsync(approver), inbox => inbox.SequenceEqual([pending]), Long);
        await system.It.DecideWhenThereAsync(approver, pending, "rejected");
        await system.It.FinalAsync(requester, pending, "rejected");
        await system.It.FinalAsync(requester, decided, "approved");
    }

    [Fact]
    public async Task A_restart_of_Redis_is_survived()
    {
        await using var system = await OwnSystem.StartAsync();
        var approver = FakeEmployees.NewPerson();
        var id = await system.It.SubmitAsync(FakeEmployees.NewPerson(), [approver]);
        await system.It.InInboxAsync(approver, id);

        await system.It.Redis.StopAsync();
        using var away = await system.It.DecideAsync(approver, id, "approved");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, away.StatusCode);
        await system.It.Redis.StartAsync();

        await system.It.InInboxAsync(approver, id);
    }

    [Fact]
    public async Task Inboxes_fill_after_Kafka_and_Redis_lost_their_data_while_processing_was_away()
    {
        await using var system = await OwnSystem.StartAsync();
        var (requester, approver) = (FakeEmployees.NewPerson(), FakeEmployees.NewPerson());
        var before = await system.It.SubmitAsync(requester, [approver]);
        await system.It.InInboxAsync(approver, before);
        await system.It.StopAsync("processing-1");
        var ids = new List<long> { before };
        for (var i = 0; i < 20; i++) ids.Add(await system.It.SubmitAsync(requester, [approver]));
        await Eventually.TrueAsync(() => ids.All(id => system.It.Delivery.Published.Any(m => m.Key == $"{id}")));

        await system.It.StopAllAsync();
        await system.It.LoseKafkaAsync();
        await system.It.Redis.FlushAsync();
        system.It.Start("request-1");
        system.It.Start("processing-1");

        await Eventually.GetAsync(() => system.It.InboxAsync(approver), inbox => inbox.SequenceEqual(ids), Long);
    }

    [Fact]
    public async Task A_decision_taken_while_Kafka_is_away_is_kept_and_applied_later()
    {
        await using var system = await OwnSystem.StartAsync();
        var (requester, approver) = (FakeEmployees.NewPerson(), FakeEmployees.NewPerson());
        var id = await system.It.SubmitAsync(requester, [approver]);
        await system.It.InInboxAsync(approver, id);

        system.It.Delivery.Down = true;
        using var decided = await system.It.DecideAsync(approver, id, "approved");
        Assert.Equal(HttpStatusCode.OK, decided.StatusCode);
        await system.It.StopAsync("processing-1");
        system.It.Delivery.Down = false;
        system.It.Start("processing-1");

        await system.It.FinalAsync(requester, id, "approved");
    }

    [Fact]
    public async Task Requests_are_accepted_while_Kafka_is_away_and_reach_the_inbox_later()
    {
        await using var system = await OwnSystem.StartAsync();
        var approver = FakeEmployees.NewPerson();
        system.It.Delivery.Down = true;

        var id = await system.It.SubmitAsync(FakeEmployees.NewPerson(), [approver]);
        Assert.Empty(await system.It.InboxAsync(approver));
        system.It.Delivery.Down = false;

        await system.It.InInboxAsync(approver, id);
    }
}
