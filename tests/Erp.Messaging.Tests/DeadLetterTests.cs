using System.Globalization;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Confluent.Kafka;
using Erp.Messaging.DeadLetters;
using Erp.Messaging.Kafka;
using Erp.TestSupport;
using Microsoft.Extensions.DependencyInjection;

namespace Erp.Messaging.Tests;

/// <summary>Dead letters are seen, sent back and dropped over HTTP. Written once, run against the embedded cluster and
/// against Apache Kafka.</summary>
public abstract class DeadLetterTests(IKafka kafka)
{
    private static readonly DateTimeOffset Noon = new(2026, 6, 9, 12, 0, 0, TimeSpan.Zero);

    protected IKafka Kafka { get; } = kafka;

    [Fact]
    public async Task What_died_is_listed_and_shown_with_why_and_where_from()
    {
        var topic = await Kafka.NewTopicAsync();
        var journal = new Journal { Before = (_, _) => throw new PoisonMessageException("cannot be read") };
        await using var service = await Replica.ConsumeAsync(Kafka, topic, topic, journal);
        var trace = "4bf92f3577b34da6a3ce929d0e0e4736";
        var long20k = new string('x', 20_000);
        var message = Replica.Message(topic, "k", long20k) with { TraceParent = $"00-{trace}-00f067aa0ba902b7-01" };
        await service.SendAsync([message]);

        var letter = (await Eventually.GetAsync(() => ListAsync(service, topic), l => l.Count == 1))[0];
        Assert.Equal(
            (topic, message.Id, "Test", "k", "cannot be read", 1, 20_000, true),
            (Text(letter, "of"), Text(letter, "messageId"), Text(letter, "type"), Text(letter, "key"),
                Text(letter, "reason"), (int)letter["attempts"]!, (int)letter["length"]!, (bool)letter["whole"]!));
        Assert.InRange(
            (DateTimeOffset)letter["deadAt"]!, DateTimeOffset.UtcNow.AddMinutes(-2), DateTimeOffset.UtcNow);

        var detail = await GetAsync(service, $"/dead-letters/{topic}/{letter["id"]}");
        Assert.Equal(letter.ToJsonString(), detail["letter"]!.ToJsonString());
        Assert.Equal(trace, Text(detail, "traceId"));
        Assert.Equal(topic, Text(detail["headers"]!, "dlq-topic"));
        Assert.Equal(long20k[..16_384], Text(detail, "payload"));
        Assert.True((bool)detail["payloadShortened"]!);
        foreach (var nowhere in (string[])["0-99999", "9-0", "0", "x-y", "0--1", "-"])
            Assert.Equal(404, await StatusAsync(service, $"/dead-letters/{topic}/{nowhere}"));
    }

    [Fact]
    public async Task A_list_has_the_oldest_of_all_partitions_within_its_bounds()
    {
        var topic = await Kafka.NewTopicAsync();
        await using var service = await Replica.ConsumeAsync(Kafka, topic, topic, new());
        await DieAsync(topic, minutes: 6);
        Assert.Equal(["0", "1", "2", "3", "4", "5"], Payloads(await ListAsync(service, topic)));
        Assert.Equal(["0", "1"], Payloads(await ListAsync(service, topic, "&count=2")));
        Assert.Equal(["2", "3"], Payloads(await ListAsync(service, topic, $"&since={At(2)}&until={At(3)}")));
        Assert.Empty(await ListAsync(service, topic, $"&since={At(6)}"));
        Assert.True((bool)(await GetAsync(service, $"/dead-letters?count=5&of={topic}"))["more"]!);
        Assert.False((bool)(await GetAsync(service, $"/dead-letters?count=6&of={topic}"))["more"]!);
    }

    [Fact]
    public async Task They_are_sent_back_oldest_first_up_to_a_number_and_a_time_and_never_twice()
    {
        var topic = await Kafka.NewTopicAsync();
        var journal = new Journal();
        await using var service = await Replica.ConsumeAsync(Kafka, topic, topic, journal);
        await DieAsync(topic, minutes: 6);
        Assert.Equal((2, 4), await MoveAsync(service, topic, "replay", count: 2));
        Assert.Equal((2, 2), await MoveAsync(service, topic, "replay", until: Noon.AddMinutes(3)));
        Assert.Equal((0, 2), await MoveAsync(service, topic, "replay", until: Noon.AddMinutes(3)));
        await Eventually.TrueAsync(() => journal.Handled.Count == 4);
        Assert.Equal(["0", "1", "2", "3"], journal.Handled.Select(m => m.Payload).Order());
        Assert.Equal(["4", "5"], Payloads(await ListAsync(service, topic)));

        Assert.Equal((2, 0), await MoveAsync(service, topic, "replay"));
        await Eventually.TrueAsync(() => journal.Handled.Count == 6);
        Assert.Equal((0, 0), await MoveAsync(service, topic, "replay"));
        Assert.Equal(6, journal.Tries.Count);
        Assert.All(journal.Tries, m => Assert.Equal($"id-{m.Payload}", m.Id));
    }

    [Fact]
    public async Task They_are_dropped_oldest_first_up_to_a_number_and_a_time()
    {
        var topic = await Kafka.NewTopicAsync();
        var journal = new Journal();
        await using var service = await Replica.ConsumeAsync(Kafka, topic, topic, journal);
        await DieAsync(topic, minutes: 6);
        Assert.Equal((1, 5), await MoveAsync(service, topic, "drop", count: 1));
        Assert.Equal((2, 3), await MoveAsync(service, topic, "drop", until: Noon.AddMinutes(2)));
        Assert.Equal((1, 2), await MoveAsync(service, topic, "replay", count: 1));
        Assert.Equal((2, 0), await MoveAsync(service, topic, "drop"));
        Assert.Empty(await ListAsync(service, topic));
        await Eventually.TrueAsync(() => journal.Handled.Count == 1);
        Assert.Equal(["3"], journal.Tries.Select(m => m.Payload));
    }

    [Fact]
    public async Task A_part_of_a_record_is_named_and_waits_while_those_behind_it_are_sent_back()
    {
        var topic = await Kafka.NewTopicAsync();
        var journal = new Journal();
        await using var service = await Replica.ConsumeAsync(Kafka, topic, topic, journal);
        await DieAsync(topic, "k", "a", 0);
        await DieAsync(topic, "k", "part", 1, (MessageHeaders.DeadLetterLength, "5000000"));
        await DieAsync(topic, "k", "b", 2);
        var part = (await ListAsync(service, topic))[1];
        Assert.Equal((5_000_000, false), ((int)part["length"]!, (bool)part["whole"]!));

        var moved = await PostAsync(service, topic, "replay", new { });
        Assert.Equal((2, 1), ((int)moved["count"]!, (int)moved["waiting"]!));
        Assert.Equal([Text(part, "id")], moved["parts"]!.AsArray().Select(p => (string)p!));
        await DieAsync(topic, "k", "c", 3);
        Assert.Equal(["part", "c"], Payloads(await ListAsync(service, topic)));
        Assert.Equal((1, 1), await MoveAsync(service, topic, "replay"));
        await Eventually.TrueAsync(() => journal.Handled.Count == 3);
        Assert.Equal(["a", "b", "c"], journal.Of("k"));

        Assert.Equal((1, 0), await MoveAsync(service, topic, "drop"));
        Assert.Empty(await ListAsync(service, topic));
        Assert.Equal((0, 0), await MoveAsync(service, topic, "replay"));
        await DieAsync(topic, "k", "d", 4);
        Assert.Equal((1, 0), await MoveAsync(service, topic, "replay"));
        await Eventually.TrueAsync(() => journal.Handled.Count == 4);
        Assert.Equal(4, journal.Tries.Count);
    }

    [Fact]
    public async Task A_replay_that_ends_midway_goes_on_where_it_ended()
    {
        var topic = await Kafka.NewTopicAsync();
        using var ends = new CancellationTokenSource();
        var journal = new Journal();
        journal.Before = (_, _) => journal.Tries.Count < 5 ? Task.CompletedTask : ends.CancelAsync();
        await using var service = await Replica.ConsumeAsync(Kafka, topic, topic, journal);
        await DieAsync(topic, minutes: 400);
        var letters = service.Services.GetRequiredService<IDeadLetters>();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => letters.ReplayAsync(topic, new(), ends.Token));
        var rest = await letters.ReplayAsync(topic, new(), default);
        Assert.InRange(rest.Count, 1, 395);
        await Eventually.TrueAsync(() => journal.Handled.Count == 400);
        Assert.Equal(400, journal.Tries.Count);
    }

    [Fact]
    public async Task Two_replays_at_once_on_two_replicas_send_nothing_twice()
    {
        var topic = await Kafka.NewTopicAsync();
        var journal = new Journal();
        await using var one = await Replica.ConsumeAsync(Kafka, topic, topic, journal);
        await using var two = await Replica.ConsumeAsync(Kafka, topic, topic, journal);
        await DieAsync(topic, minutes: 100);
        var answers = await Task.WhenAll(
            Enumerable.Range(0, 6).Select(n => TryReplayAsync(n % 2 == 0 ? one : two, topic)));
        Assert.All(answers, a => Assert.True(a.Status is 200 or 409, $"{a.Status} {a.Body.ToJsonString()}"));
        Assert.Contains(answers, a => a.Status == 200);
        Assert.Equal(100, answers.Where(a => a.Status == 200).Sum(a => (int)a.Body["count"]!));
        await Eventually.TrueAsync(() => journal.Handled.Count == 100);
        Assert.Equal((0, 0), await MoveAsync(one, topic, "replay"));
        Assert.Equal(100, journal.Tries.Count);
    }

    [Fact]
    public async Task Who_sends_back_is_waited_for_a_while_and_who_dies_no_longer()
    {
        var topic = await Kafka.NewTopicAsync();
        await using var service =
            await Replica.ConsumeAsync(Kafka, topic, topic, new(), ("Kafka:PublishTimeout", "00:00:03"));
        await DieAsync(topic, minutes: 3);
        var (reader, producer) = (
            service.Services.GetRequiredService<TopicReader>(), service.Services.GetRequiredService<KafkaProducer>());
        using var other =
            new DeadLetterLock(topic, Replica.DeadLetters(topic), producer, reader, TimeSpan.FromMinutes(1));
        Assert.True(await other.TakeAsync(default));
        using var client = service.AsService();
        foreach (var refused in await Task.WhenAll(
            ((string[])["replay", "drop"]).Select(how =>
                client.PostAsJsonAsync($"/dead-letters/{topic}/{how}", new { }))))
        {
            Assert.Equal(409, (int)refused.StatusCode);
            Assert.Equal("dead_letters_busy", await BadInput.AssertProblemAsync(refused));
        }
        Assert.Equal(3, (await ListAsync(service, topic)).Count);
        await other.GiveBackAsync();
        Assert.Equal((1, 2), await MoveAsync(service, topic, "replay", count: 1));

        // One that never gives it back: nine seconds, three times what a write may take.
        using var dies =
            new DeadLetterLock(topic, Replica.DeadLetters(topic), producer, reader, TimeSpan.FromSeconds(3));
        Assert.True(await dies.TakeAsync(default));
        await Eventually.TrueAsync(async () => (await TryReplayAsync(service, topic)).Status == 200);
        Assert.True(DateTimeOffset.UtcNow >= dies.Until, "somebody else came before its time was over");
        Assert.Empty(await ListAsync(service, topic));
    }

    /// <summary>One letter a minute, each of a key of its own.</summary>
    private async Task DieAsync(string topic, int minutes)
    {
        using var producer = Producer();
        for (var n = 0; n < minutes; n++) await DieAsync(producer, topic, $"key-{n}", $"{n}", n);
    }

    private async Task DieAsync(
        string topic, string key, string payload, int minute, params (string Name, string Value)[] headers)
    {
        using var producer = Producer();
        await DieAsync(producer, topic, key, payload, minute, headers);
    }

    private static Task<DeliveryResult<string, string>> DieAsync(
        IProducer<string, string> producer, string topic, string key, string payload, int minute,
        params (string Name, string Value)[] headers)
    {
        var all = new Headers();
        foreach (var (name, value) in ((string, string)[])
        [
            (MessageHeaders.Id, $"id-{payload}"), (MessageHeaders.Type, "Test"),
            (MessageHeaders.DeadLetterReason, payload),
            (MessageHeaders.DeadLetterTime, Noon.AddMinutes(minute).ToString("o", CultureInfo.InvariantCulture)),
            .. headers,
        ])
            all.Add(name, Encoding.UTF8.GetBytes(value));
        return producer.ProduceAsync(
            Replica.DeadLetters(topic), new() { Key = key, Value = payload, Headers = all });
    }

    private IProducer<string, string> Producer() => new ProducerBuilder<string, string>(new ProducerConfig
    {
        BootstrapServers = Kafka.BootstrapServers, Partitioner = Partitioner.Murmur2Random,
    }).Build();

    private static string At(int minute) => Noon.AddMinutes(minute).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'");

    private static IEnumerable<string> Payloads(IEnumerable<JsonNode> letters) =>
        letters.Select(l => Text(l, "reason"));

    private static string Text(JsonNode node, string field) => (string)node[field]!;

    private static async Task<List<JsonNode>> ListAsync(TestService service, string topic, string query = "") =>
        [.. (await GetAsync(service, $"/dead-letters?of={topic}{query}"))["items"]!.AsArray().Select(l => l!)];

    private static async Task<JsonNode> GetAsync(TestService service, string path)
    {
        using var client = service.AsService();
        return (await client.GetFromJsonAsync<JsonNode>(path))!;
    }

    private static async Task<int> StatusAsync(TestService service, string path)
    {
        using var client = service.AsService();
        using var response = await client.GetAsync(path);
        return (int)response.StatusCode;
    }

    private static async Task<(int Count, int Waiting)> MoveAsync(
        TestService service, string topic, string how, DateTimeOffset? until = null, int? count = null)
    {
        var moved = await PostAsync(service, topic, how, new { until, count });
        return ((int)moved["count"]!, (int)moved["waiting"]!);
    }

    private static async Task<JsonNode> PostAsync(TestService service, string topic, string how, object body)
    {
        using var client = service.AsService();
        using var response = await client.PostAsJsonAsync($"/dead-letters/{topic}/{how}", body);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, text);
        return JsonNode.Parse(text)!;
    }

    private static async Task<(int Status, JsonNode Body)> TryReplayAsync(TestService service, string topic)
    {
        using var client = service.AsService();
        using var response = await client.PostAsJsonAsync($"/dead-letters/{topic}/replay", new { });
        return ((int)response.StatusCode, (await response.Content.ReadFromJsonAsync<JsonNode>())!);
    }
}

public sealed class ApacheDeadLetterTests : DeadLetterTests, IClassFixture<ApacheKafka>
{
    public ApacheDeadLetterTests(ApacheKafka kafka) : base(kafka) => Requires.Variable("KAFKA_HOME");
}
