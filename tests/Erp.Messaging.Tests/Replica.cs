using System.Globalization;
using System.Text.RegularExpressions;
using Erp.Messaging.DeadLetters;
using Erp.Messaging.Kafka;
using Erp.TestSupport;
using Microsoft.Extensions.DependencyInjection;

namespace Erp.Messaging.Tests;

/// <summary>One replica of a service that consumes, and a publisher for the test.</summary>
internal static partial class Replica
{
    public static Task<TestService> ConsumeAsync(
        IKafka kafka, string topic, string group, Journal journal, params (string, string)[] settings) =>
        ConsumeAsync(kafka, Topic(topic), group, journal, settings);

    public static Task<TestService> ConsumeAsync(
        IKafka kafka, KafkaTopic topic, string group, Journal journal, params (string, string)[] settings) =>
        TestService.StartAsync(b =>
        {
            b.Services.AddSingleton(journal);
            b.AddKafkaTopics(topic);
            b.AddKafkaPublisher();
            b.AddKafkaConsumer<RecordingHandler>(topic.Name, group);
        }, app => app.MapDeadLetters(),
        [
            ("ConnectionStrings:kafka", kafka.BootstrapServers), ("Kafka:DrainTimeout", "00:00:05"),
            ("Kafka:SessionTimeout", "00:00:06"), .. settings,
        ]);

    public static Task<TestService> PublishAsync(IKafka kafka, params IEnumerable<string> topics) =>
        TestService.StartAsync(b =>
        {
            b.AddKafkaTopics(topics.Select(Topic));
            b.AddKafkaPublisher();
        }, _ => { }, ("ConnectionStrings:kafka", kafka.BootstrapServers), ("Kafka:PublishTimeout", "00:00:03"));

    /// <summary>A topic of a test's own, and its dead letters.</summary>
    public static async Task<string> NewTopicAsync(this IKafka kafka)
    {
        var topic = "t-" + Guid.NewGuid().ToString("N");
        if (kafka is EmbeddedKafkaCluster embedded)
        {
            embedded.CreateTopic(DeadLetters(topic));
            return embedded.CreateTopic(topic);
        }
        // Missing topics are made with their dead letters, by whoever comes first.
        await using var service = await PublishAsync(kafka, topic);
        await service.Services.GetRequiredService<KafkaTopics>().EnsureAsync();
        return topic;
    }

    public static KafkaTopic Topic(string name) => new(name, DeadLetters(name), Partitions: 3);

    public static string DeadLetters(string topic) => topic + ".dead";

    public static async Task SendAsync(this TestService service, IEnumerable<OutgoingMessage> messages)
    {
        var publisher = service.Services.GetRequiredService<IMessagePublisher>();
        foreach (var chain in messages.GroupBy(m => m.Key).ToList().Chunk(50))
            await Task.WhenAll(chain.Select(
                async c => { foreach (var m in c) await publisher.PublishAsync(m, default); }));
    }

    /// <summary>A given number of keys with a given number of numbered messages each.</summary>
    public static List<OutgoingMessage> Numbered(string topic, int keys, int each, int first = 0) =>
    [
        .. from n in Enumerable.Range(first, each)
           from k in Enumerable.Range(0, keys)
           select Message(topic, $"key-{k}", n.ToString(CultureInfo.InvariantCulture))
    ];

    public static OutgoingMessage Message(string topic, string key, string payload) =>
        new(Guid.NewGuid().ToString("N"), topic, key, "Test", payload, null, DateTimeOffset.UtcNow);

    public static async Task ReadyAsync(this TestService service) =>
        await Eventually.TrueAsync(async () => (await service.Http.GetAsync("/health")).IsSuccessStatusCode);

    /// <summary>Not only a member of its group, which may give it nothing at first.</summary>
    public static bool HasPartitions(this TestService service) => service.Log.Lines.Any(l => GotSome().IsMatch(l));

    [GeneratedRegex(@"got partitions \[\d")]
    private static partial Regex GotSome();
}
