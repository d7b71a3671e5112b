using System.Collections.Concurrent;
using System.Globalization;
using Confluent.Kafka;
using Erp.TestSupport;

namespace Erp.EmbeddedKafka.Tests;

public class RealClientTests
{
    [Fact]
    public async Task It_has_the_topics_of_the_system_with_three_partitions_on_three_brokers()
    {
        await using var kafka = await EmbeddedKafkaProgram.StartAsync();
        using var admin =
            new AdminClientBuilder(new AdminClientConfig { BootstrapServers = kafka.BootstrapServers }).Build();
        var metadata = admin.GetMetadata(TimeSpan.FromSeconds(10));
        Assert.Equal(3, metadata.Brokers.Count);
        Assert.Equal(ErpTopics.All.Order(), metadata.Topics.Select(t => t.Topic).Order());
        Assert.All(metadata.Topics, t => Assert.Equal(3, t.Partitions.Count));
    }

    [Fact]
    public async Task An_idempotent_producer_and_a_group_of_two_share_a_topic_and_all_messages_come_once_in_order()
    {
        await using var kafka = await EmbeddedKafkaProgram.StartAsync();
        using var done = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var received = new ConcurrentQueue<(string Key, int Value)>();
        var members = new ConcurrentDictionary<string, int>();
        var both = Enumerable.Range(1, 2)
            .Select(n => Task.Run(() => Consume($"member-{n}"), CancellationToken.None))
            .ToArray();
        await Eventually.TrueAsync(
            () => members.Count == 2 && members.Values.All(partitions => partitions > 0), TimeSpan.FromSeconds(30));

        using (var producer = Producer(kafka))
        {
            await Task.WhenAll(Enumerable.Range(0, 300).Select(n => producer.ProduceAsync("approval-requests",
                new Message<string, string> { Key = $"{n % 10}", Value = n.ToString(CultureInfo.InvariantCulture) },
                done.Token)));
        }
        await Eventually.GetAsync(
            () => Task.FromResult(received.Count), count => count >= 300, TimeSpan.FromSeconds(30));
        await done.CancelAsync();
        await Task.WhenAll(both);

        Assert.Equal(Enumerable.Range(0, 300), received.Select(r => r.Value).Order());
        Assert.All(
            received.GroupBy(r => r.Key),
            key => Assert.Equal(key.Select(r => r.Value).Order(), key.Select(r => r.Value)));

        void Consume(string member)
        {
            using var consumer = new ConsumerBuilder<string, string>(new ConsumerConfig
            {
                BootstrapServers = kafka.BootstrapServers, GroupId = "group",
                AutoOffsetReset = AutoOffsetReset.Earliest,
                PartitionAssignmentStrategy = PartitionAssignmentStrategy.CooperativeSticky, SessionTimeoutMs = 2_000,
                HeartbeatIntervalMs = 200,
            })
                .SetPartitionsAssignedHandler((c, added) => members[member] = c.Assignment.Count + added.Count)
                .SetPartitionsRevokedHandler((c, gone) => members[member] = c.Assignment.Count - gone.Count)
                .Build();
            consumer.Subscribe("approval-requests");
            while (!done.IsCancellationRequested)
            {
                if (consumer.Consume(TimeSpan.FromMilliseconds(100)) is { } message)
                    received.Enqueue((message.Message.Key, int.Parse(
                        message.Message.Value, CultureInfo.InvariantCulture)));
            }
            consumer.Close();
        }
    }

    [Fact]
    public async Task A_producer_goes_on_after_a_restart_on_the_same_port()
    {
        var kafka = await EmbeddedKafkaProgram.StartAsync();
        using var producer = Producer(kafka);
        await producer.ProduceAsync("approval-results", new() { Key = "1", Value = "before" });
        await kafka.Process.StopAsync();
        await kafka.DisposeAsync();

        await using var again = await EmbeddedKafkaProgram.StartAsync(kafka.Port);
        await Eventually.GetAsync(() => producer.ProduceAsync("approval-results", new() { Key = "1", Value = "after" }),
            result => result.Status == PersistenceStatus.Persisted, TimeSpan.FromSeconds(60));
    }

    private static IProducer<string, string> Producer(EmbeddedKafkaProgram kafka) =>
        new ProducerBuilder<string, string>(new ProducerConfig
        {
            BootstrapServers = kafka.BootstrapServers, Acks = Acks.All, EnableIdempotence = true,
            MessageTimeoutMs = 10_000,
            ReconnectBackoffMs = 50, ReconnectBackoffMaxMs = 500, TopicMetadataRefreshIntervalMs = 1000,
        })
            .SetLogHandler((_, _) => { }).Build();
}
