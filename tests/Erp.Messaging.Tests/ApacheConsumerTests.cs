using Confluent.Kafka;
using Erp.Messaging.Kafka;
using Erp.TestSupport;
using Microsoft.Extensions.DependencyInjection;

namespace Erp.Messaging.Tests;

public sealed class ApacheConsumerTests(ApacheKafka kafka) : ConsumerTests(kafka), IClassFixture<ApacheKafka>
{
    [RequiresEnvironmentFact("KAFKA_HOME")]
    public Task Once_and_in_order() => Everything_is_handled_once_and_in_the_order_of_its_key();
    [RequiresEnvironmentFact("KAFKA_HOME")]
    public Task Stop_midway() => A_replica_that_stops_midway_loses_and_doubles_nothing();

    [RequiresEnvironmentFact("KAFKA_HOME")]
    public Task Come_midway() => A_replica_that_comes_midway_begins_where_the_other_ended();

    [RequiresEnvironmentFact("KAFKA_HOME")]
    public Task Come_and_go() => A_replica_that_comes_and_goes_midway_loses_and_doubles_nothing();

    [RequiresEnvironmentFact("KAFKA_HOME")]
    public Task Kill_midway() => A_replica_that_is_killed_midway_loses_nothing();
    [RequiresEnvironmentFact("KAFKA_HOME")]
    public Task Poison() => A_poison_record_goes_to_the_dead_letters_and_blocks_nobody();
    [RequiresEnvironmentFact("KAFKA_HOME")]
    public Task Five_tries() => A_fault_of_ours_is_tried_five_times_and_then_put_aside_until_it_is_sent_back();
    [RequiresEnvironmentFact("KAFKA_HOME")]
    public Task Dependency_away() => A_dependency_that_is_away_is_waited_for_while_other_keys_go_on();
    [RequiresEnvironmentFact("KAFKA_HOME")]
    public Task Full_buffer() => A_full_buffer_pauses_the_partition_and_not_the_consumer();
    [RequiresEnvironmentFact("KAFKA_HOME")]
    public Task More_replicas() => More_replicas_than_partitions_are_all_ready();
    [RequiresEnvironmentFact("KAFKA_HOME")] public Task History() => A_topic_can_be_read_again_from_its_beginning();

    [RequiresEnvironmentFact("KAFKA_HOME")]
    public async Task A_broker_that_is_killed_and_comes_back_costs_nothing()
    {
        var broker = (ApacheKafka)Kafka;
        var topic = await NewTopicAsync();
        var journal = new Journal();
        await using var service =
            await Replica.ConsumeAsync(Kafka, topic, topic, journal, ("Kafka:PublishTimeout", "00:00:02"));
        await service.ReadyAsync();
        await service.SendAsync(Replica.Numbered(topic, keys: 5, each: 5));
        await broker.StopAsync();
        await Assert.ThrowsAnyAsync<KafkaException>(() => service.SendAsync([Replica.Message(topic, "lost", "lost")]));
        await broker.StartAsync();
        await service.SendAsync([Replica.Message(topic, "after", "after")]);
        await Until.True(() => journal.Handled.Count(m => m.Key != "lost") == 26, "all 26");
        ShouldBeInOrder(journal, 5, 5);
    }

    protected override bool MayRefuseCommits => false;

    // Missing topics are made with their dead letters, by whoever comes first.
    protected override async Task<string> NewTopicAsync()
    {
        var topic = "t-" + Guid.NewGuid().ToString("N");
        await using var service = await Replica.PublishAsync(Kafka, topic);
        await service.Services.GetRequiredService<KafkaTopics>().EnsureAsync();
        return topic;
    }
}
