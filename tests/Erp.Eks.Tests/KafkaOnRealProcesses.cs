using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Erp.TestSupport;

namespace Erp.Eks.Tests;

/// <summary>K4 and K5 with real brokers: no start of any kind gets stuck, and nothing acknowledged is ever
/// lost.</summary>
public sealed class KafkaOnRealProcesses
{
    private const string Topic = "approval-requests";

    /// <summary>One cluster, whose brokers are slow to start, goes through everything.</summary>
    [Fact]
    public async Task Brokers_start_in_order_and_lose_nothing_whichever_way_they_end()
    {
        Requires.Time();
        Requires.Variable("KAFKA_HOME");
        await using var kafka = new KafkaProcesses();
        await A_broker_that_has_others_to_join_is_not_ready_before_it_has_joined(kafka);
        await A_topic_that_was_made_with_fewer_copies_fails_the_job_and_says_what_to_do(kafka);
        await The_last_one_joins_and_the_job_makes_the_topics(kafka);

        var log = new AcknowledgedLog(kafka.BootstrapServers, Topic);
        await log.ProduceAsync(100);
        log.AssertAllRead();
        A_probe_costs_less_than_two_percent_of_a_core(kafka);

        await Two_go_on_while_each_is_lost_in_turn(kafka, log);
        await The_broker_with_the_newest_data_is_started_although_it_comes_last(kafka, log);
        await All_are_lost_at_once(kafka, log);
        await A_broker_that_is_cut_off_is_not_ready(kafka, log);
        await All_are_asked_politely_at_once(kafka, log);
    }

    private static async Task A_broker_that_has_others_to_join_is_not_ready_before_it_has_joined(KafkaProcesses kafka)
    {
        await kafka.StartAsync(0);
        await kafka.ReadyAsync(0);
        // The second makes the quorum; from then on the first has to be a member as well: alone it is ready without.
        Assert.False(kafka.IsReady(1, out _));
        await kafka.StartAsync(1);
        await kafka.ReadyAsync(1);
        await kafka.ReadyAsync(0);
    }

    private static async Task A_topic_that_was_made_with_fewer_copies_fails_the_job_and_says_what_to_do(
        KafkaProcesses kafka)
    {
        const string early = "made-with-two-copies";
        var config = new AdminClientConfig { BootstrapServers = kafka.BootstrapServers };
        using var admin = new AdminClientBuilder(config).SetLogHandler((_, _) => { }).Build();
        await admin.CreateTopicsAsync([new() { Name = early, NumPartitions = 3, ReplicationFactor = 2 }]);
        var (exit, said) = kafka.TopicsJob(early);
        Assert.Equal(1, exit);
        Assert.Contains($"{early} has 2 copies in place of 3", said);
        await admin.DeleteTopicsAsync([early]);
    }

    private static async Task The_last_one_joins_and_the_job_makes_the_topics(KafkaProcesses kafka)
    {
        await kafka.StartAsync(2);
        await kafka.ReadyAsync(2);
        kafka.MakeTopics(Topic);
    }

    /// <summary>Of the 15 seconds until the next one. A JVM alone is more than that.</summary>
    private static void A_probe_costs_less_than_two_percent_of_a_core(KafkaProcesses kafka)
    {
        var period = Published.Dev.One("StatefulSet", "kafka").Container.Number("readinessProbe", "periodSeconds");
        for (var broker = 0; broker < KafkaProcesses.Count; broker++)
        {
            Assert.True(kafka.IsReady(broker, out var said), said);
            Assert.InRange(kafka.CostOfProbe(broker).TotalSeconds, 0, 0.02 * period);
        }
    }

    /// <summary>As a rolling update or lost nodes take them.</summary>
    private static async Task Two_go_on_while_each_is_lost_in_turn(KafkaProcesses kafka, AcknowledgedLog log)
    {
        for (var broker = KafkaProcesses.Count - 1; broker >= 0; broker--)
        {
            await kafka.KillAsync(broker);
            await log.ProduceAsync(50);
            log.AssertAllRead();
            await kafka.StartAsync(broker);
            await kafka.ReadyAsync(broker);
        }
    }

    /// <summary>The first two go before the last, which alone has what came in between. Starting in order needs it
    /// before they can catch up.</summary>
    private static async Task The_broker_with_the_newest_data_is_started_although_it_comes_last(
        KafkaProcesses kafka, AcknowledgedLog log)
    {
        await kafka.KillAsync(0);
        await log.ProduceAsync(20);
        await kafka.KillAsync(1);
        await kafka.KillAsync(2);
        await kafka.StartAllInOrderAsync();
        await log.ProduceAsync(10);
        log.AssertAllRead();
    }

    private static async Task All_are_lost_at_once(KafkaProcesses kafka, AcknowledgedLog log)
    {
        for (var broker = 0; broker < KafkaProcesses.Count; broker++) await kafka.LoseAsync(broker);
        Assert.False(kafka.IsReady(0, out var said));
        Assert.Equal("the controller does not listen yet", said);
        await kafka.StartAllInOrderAsync();
        await log.ProduceAsync(10);
        log.AssertAllRead();
    }

    /// <summary>What was ready alone the first time is not when the others are there and don't answer. Once their pods
    /// are gone it is again: they are made only then.</summary>
    private static async Task A_broker_that_is_cut_off_is_not_ready(KafkaProcesses kafka, AcknowledgedLog log)
    {
        const string cutOff = "no majority of the voters answers";
        await kafka.KillAsync(1);
        await kafka.KillAsync(2);
        Assert.False(kafka.IsReady(0, out var said));
        Assert.Equal(cutOff, said);
        await kafka.KillAsync(0);
        await kafka.StartAsync(0);
        await kafka.SaysAsync(0, cutOff);

        // The next one that would make a majority is the last one, when the second is there.
        await kafka.LoseAsync(2);
        await kafka.ReadyAsync(0);
        Assert.False(kafka.IsReady(1, out _));
        await kafka.LoseAsync(1);
        await kafka.ReadyAsync(0);
        await kafka.StartAsync(1);
        await kafka.ReadyAsync(1);
        await kafka.StartAsync(2);
        await kafka.ReadyAsync(2);
        await kafka.ReadyAsync(0);
        await log.ProduceAsync(10);
        log.AssertAllRead();
    }

    /// <summary>As when a whole namespace goes.</summary>
    private static async Task All_are_asked_politely_at_once(KafkaProcesses kafka, AcknowledgedLog log)
    {
        await kafka.StopAllAsync();
        await kafka.StartAllInOrderAsync();
        log.AssertAllRead();
    }
}
