using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Erp.TestSupport;

namespace Erp.AppHost.Tests.Eks;

/// <summary>K4 and K5 with real brokers: no start of any kind gets stuck, and nothing acknowledged is ever lost.</summary>
public sealed class KafkaOnRealProcesses
{
    private const string Topic = "approval-requests";

    [RequiresEnvironmentFact("KAFKA_HOME")]
    public async Task Brokers_start_in_order_and_lose_nothing_whichever_way_they_end()
    {
        await using var kafka = new KafkaProcesses();
        await kafka.StartAllInOrderAsync();
        kafka.MakeTopics(Topic);
        var log = new AcknowledgedLog(kafka.BootstrapServers, Topic);
        await log.ProduceAsync(100);
        log.AssertAllRead();

        // Each in turn, as a rolling update or a lost node takes them: the other two go on.
        for (var broker = KafkaProcesses.Count - 1; broker >= 0; broker--)
        {
            await kafka.KillAsync(broker);
            await log.ProduceAsync(50);
            log.AssertAllRead();
            await kafka.StartAsync(broker);
            await kafka.ReadyAsync(broker);
        }

        // All at once, without a chance to hand over.
        for (var broker = 0; broker < KafkaProcesses.Count; broker++) await kafka.KillAsync(broker);
        await kafka.StartAllInOrderAsync();
        await log.ProduceAsync(10);
        log.AssertAllRead();

        // All at once, asked politely.
        await kafka.StopAllAsync();
        await kafka.StartAllInOrderAsync();
        log.AssertAllRead();
    }

    [RequiresEnvironmentFact("KAFKA_HOME")]
    public async Task The_broker_with_the_newest_data_is_started_although_it_comes_last()
    {
        await using var kafka = new KafkaProcesses();
        await kafka.StartAllInOrderAsync();
        kafka.MakeTopics(Topic);
        var log = new AcknowledgedLog(kafka.BootstrapServers, Topic);
        await log.ProduceAsync(20);

        // The first two go before the last, which alone has what came in between. Starting in order needs it before they can catch up.
        await kafka.KillAsync(0);
        await log.ProduceAsync(20);
        await kafka.KillAsync(1);
        await kafka.KillAsync(2);
        await kafka.StartAllInOrderAsync();
        await log.ProduceAsync(10);
        log.AssertAllRead();
    }

    [RequiresEnvironmentFact("KAFKA_HOME")]
    public async Task A_broker_that_has_others_to_join_is_not_ready_before_it_has_joined()
    {
        await using var kafka = new KafkaProcesses();
        await kafka.StartAsync(0);
        await kafka.ReadyAsync(0);
        // The second makes the quorum; from then on the first has to be a member as well.
        Assert.False(kafka.IsReady(1, out _));
        await kafka.StartAsync(1);
        await kafka.ReadyAsync(1);
        await kafka.ReadyAsync(0);
        await kafka.KillAsync(1);
        await kafka.KillAsync(0);
        Assert.False(kafka.IsReady(0, out var said));
        Assert.Equal("the controller does not listen yet", said);
    }

    [RequiresEnvironmentFact("KAFKA_HOME")]
    public async Task A_topic_that_was_made_with_fewer_copies_fails_the_job_and_says_what_to_do()
    {
        await using var kafka = new KafkaProcesses();
        await kafka.StartAsync(0);
        await kafka.ReadyAsync(0);
        await kafka.StartAsync(1);
        await kafka.ReadyAsync(1);
        // Only now has the first one joined for certain: alone it is ready without a quorum.
        await kafka.ReadyAsync(0);
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = kafka.BootstrapServers }).SetLogHandler((_, _) => { }).Build();
        await admin.CreateTopicsAsync([new TopicSpecification { Name = Topic, NumPartitions = 3, ReplicationFactor = 2 }]);
        var (exit, said) = kafka.TopicsJob(Topic);
        Assert.Equal(1, exit);
        Assert.Contains($"{Topic} has 2 copies in place of 3", said);
    }

    /// <summary>Remembers what the brokers acknowledged.</summary>
    private sealed class AcknowledgedLog(string bootstrapServers, string topic)
    {
        private int _count;

        public async Task ProduceAsync(int records)
        {
            using var producer = new ProducerBuilder<Null, string>(new ProducerConfig
            {
                BootstrapServers = bootstrapServers,
                Acks = Acks.All,
                EnableIdempotence = true,
                MessageTimeoutMs = 60_000,
                LogConnectionClose = false,
            }).SetLogHandler((_, _) => { }).SetErrorHandler((_, _) => { }).Build();
            await Task.WhenAll(Enumerable.Range(_count, records).Select(i => producer.ProduceAsync(topic, new() { Value = $"{i}" })));
            _count += records;
        }

        public void AssertAllRead()
        {
            using var consumer = new ConsumerBuilder<Ignore, string>(new ConsumerConfig
            {
                BootstrapServers = bootstrapServers,
                GroupId = Guid.NewGuid().ToString(),
                AutoOffsetReset = AutoOffsetReset.Earliest,
                LogConnectionClose = false,
            }).SetLogHandler((_, _) => { }).SetErrorHandler((_, _) => { }).Build();
            consumer.Subscribe(topic);
            var missing = Enumerable.Range(0, _count).Select(i => $"{i}").ToHashSet();
            var limit = DateTime.UtcNow.AddSeconds(60);
            while (missing.Count > 0 && DateTime.UtcNow < limit)
            {
                if (consumer.Consume(TimeSpan.FromSeconds(1))?.Message.Value is { } value) missing.Remove(value);
            }
            Assert.Empty(missing);
            consumer.Close();
        }
    }
}
