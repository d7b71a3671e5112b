using System.Collections.Concurrent;
using Erp.Testing.Application;
using Erp.TestSupport;

namespace Erp.AppHost.Tests.Scenarios;

/// <summary>Acceptance scenario 8: nothing accepted is lost when something else is away, or loses all its
/// data.</summary>
public abstract class LossScenarios(ErpApplication app)
{
    private const int Requests = 100;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task Requests_made_while_processing_is_stopped_arrive()
    {
        var (requester, approver) = await PeopleAsync();
        await app.StopAsync("approval-processing-service");
        var made = await MakeAsync(requester, approver);
        await app.StartAsync("approval-processing-service");
        await AllInInboxAsync(approver, made);
    }

    [Fact]
    public async Task Requests_made_while_Kafka_is_stopped_arrive()
    {
        var (requester, approver) = await PeopleAsync();
        await app.StopAsync("kafka");
        var made = await MakeAsync(requester, approver);
        await app.StartAsync("kafka");
        await AllInInboxAsync(approver, made);
    }

    [Fact]
    public async Task Inboxes_come_back_when_Redis_and_Kafka_lost_their_data()
    {
        var (requester, approver) = await PeopleAsync();
        var made = await MakeAsync(requester, approver);
        await AllInInboxAsync(approver, made);
        var ended = await requester.RequestAsync(approver);
        await approver.DecideAsync(ended, "rejected");
        await requester.IsToldAsync(ended, "rejected", Patience);

        await app.FlushRedisAsync();
        await app.LoseKafkaDataAsync();
        await AllInInboxAsync(approver, made);
        await requester.IsToldAsync(ended, "rejected", Patience);

        // The other two topics as well: the decision goes back, and the requester is told.
        var request = made.First();
        await approver.DecideAsync(request, "approved");
        await requester.SeesStatusAsync(request, "approved", Patience);
        await requester.IsToldAsync(request, "approved", Patience);
    }

    private async Task<(Person Requester, Person Approver)> PeopleAsync() =>
        (await Person.HireAsync(app), await Person.HireAsync(app, "MANAGER"));

    private static async Task<HashSet<long>> MakeAsync(Person requester, Person approver)
    {
        var made = new ConcurrentBag<long>();
        var tenAtATime = new ParallelOptions { MaxDegreeOfParallelism = 10 };
        await Parallel.ForEachAsync(Enumerable.Range(0, Requests), tenAtATime,
            async (_, _) => made.Add(await requester.RequestAsync(approver)));
        Assert.Equal(Requests, made.Distinct().Count());
        return [.. made];
    }

    private static Task<int> AllInInboxAsync(Person approver, HashSet<long> made) => Eventually.GetAsync(
        async () =>
        {
            var page = await Person.GetAsync(approver.Inbox, $"/process/{approver.Id}?limit=200");
            return page["items"]!.AsArray().Select(i => i!["requestId"]!.GetValue<long>()).Intersect(made).Count();
        },
        arrived => arrived == Requests, Patience);
}
