using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Erp.ServiceDefaults.Auth;
using Erp.TestSupport;

namespace Erp.Messaging.Tests;

public sealed class EmbeddedDeadLetterTests(EmbeddedKafkaCluster kafka)
    : DeadLetterTests(kafka), IClassFixture<EmbeddedKafkaCluster>
{
    private static readonly (string, string) NoLimit = ("Limits:Burst", "1000000");
    private const string Bounds = """{"until":"2026-06-09T12:00:00Z","count":3}""";

    [Fact]
    public async Task Bad_bounds_are_refused()
    {
        var topic = await Kafka.NewTopicAsync();
        await using var service = await Replica.ConsumeAsync(Kafka, topic, topic, new(), NoLimit);
        using var client = service.AsService();
        foreach (var how in (string[])["replay", "drop"])
            foreach (var body in Bad())
                await BadInput.AssertRefusedAsync(client, HttpMethod.Post, $"/dead-letters/{topic}/{how}", body);
    }

    [Fact]
    public async Task A_list_that_cannot_be_is_refused()
    {
        var topic = await Kafka.NewTopicAsync();
        await using var service = await Replica.ConsumeAsync(Kafka, topic, topic, new());
        using var client = service.AsService();
        (string, string)[] queries =
        [
            ("count=0", "validation_failed"), ("count=201", "validation_failed"), ("count=x", "invalid_parameter"),
            ("since=1999-12-31T23:59:59Z", "validation_failed"), ("until=2101-01-01T00:00:00Z", "validation_failed"),
            ("until=yesterday", "invalid_parameter"), ("of=%0a", "validation_failed"),
        ];
        foreach (var (query, code) in queries)
        {
            using var response = await client.GetAsync($"/dead-letters?{query}");
            Assert.Equal(code, await BadInput.AssertProblemAsync(response, query));
            Assert.Equal(400, (int)response.StatusCode);
        }
    }

    [Fact]
    public async Task Both_ends_of_the_bounds_are_good()
    {
        var topic = await Kafka.NewTopicAsync();
        await using var service = await Replica.ConsumeAsync(Kafka, topic, topic, new());
        using var client = service.AsService();
        string[] queries = ["count=1", "count=200", "since=2000-01-01T00:00:00Z&until=2100-12-31T00:00:00Z"];
        foreach (var query in queries)
            (await client.GetAsync($"/dead-letters?of={topic}&{query}")).EnsureSuccessStatusCode();
        (string, int)[] bounds = [("2000-01-01T00:00:00Z", 1), ("2100-12-31T23:59:59Z", 1_000_000)];
        foreach (var (until, count) in bounds)
            (await client.PostAsJsonAsync($"/dead-letters/{topic}/replay", new { until, count }))
                .EnsureSuccessStatusCode();
    }

    [Fact]
    public async Task They_are_for_services_only()
    {
        var topic = await Kafka.NewTopicAsync();
        await using var service = await Replica.ConsumeAsync(Kafka, topic, topic, new());
        using var hr = service.As(1, Role.Hr);
        foreach (var path in (string[])["", $"/{topic}/0-0"])
            Assert.Equal(403, (int)(await hr.GetAsync($"/dead-letters{path}")).StatusCode);
        foreach (var how in (string[])["replay", "drop"])
            Assert.Equal(
                403, (int)(await hr.PostAsJsonAsync($"/dead-letters/{topic}/{how}", new { })).StatusCode);
    }

    [Fact]
    public async Task What_nobody_keeps_here_is_answered_with_what_is_kept()
    {
        var topic = await Kafka.NewTopicAsync();
        await using var service = await Replica.ConsumeAsync(Kafka, topic, topic, new());
        using var client = service.AsService();
        foreach (var response in (HttpResponseMessage[])[
            await client.GetAsync("/dead-letters?of=nothing"),
            await client.GetAsync("/dead-letters/nothing/0-0"),
            await client.PostAsJsonAsync("/dead-letters/nothing/replay", new { }),
            await client.PostAsJsonAsync("/dead-letters/nothing/drop", new { }),
        ])
        {
            Assert.Equal("unknown_dead_letters", await BadInput.AssertProblemAsync(response));
            Assert.Equal(404, (int)response.StatusCode);
            var problem = (await response.Content.ReadFromJsonAsync<JsonNode>())!;
            Assert.Equal([topic], problem["of"]!.AsArray().Select(o => (string)o!));
        }
    }

    [Fact]
    public async Task While_Kafka_is_away_they_are_503()
    {
        await using var own = new EmbeddedKafkaCluster();
        var topic = await own.NewTopicAsync();
        await using var service =
            await Replica.ConsumeAsync(own, topic, topic, new(), ("Kafka:PublishTimeout", "00:00:01"));
        await service.ReadyAsync();
        own.Down();
        using var client = service.AsService();
        foreach (var response in await Task.WhenAll(
            client.GetAsync("/dead-letters"), client.GetAsync($"/dead-letters/{topic}/0-0"),
            client.PostAsJsonAsync($"/dead-letters/{topic}/replay", new { }),
            client.PostAsJsonAsync($"/dead-letters/{topic}/drop", new { })))
        {
            Assert.Equal(503, (int)response.StatusCode);
            Assert.Equal(
                "temporarily_unavailable", (string)(await response.Content.ReadFromJsonAsync<JsonNode>())!["code"]!);
        }
    }

    private static IEnumerable<BadBody> Bad() =>
    [
        .. BadInput.For(Bounds, optional: ["until", "count"]),
        new("count 0", """{"count":0}"""),
        new("count too great", """{"count":1000001}"""),
        new("until too early", """{"until":"1999-12-31T23:59:59Z"}"""),
        new("until too late", """{"until":"2101-01-01T00:00:00Z"}"""),
        new("until without an offset", """{"until":"2026-06-09T12:00:00"}"""),
    ];
}
