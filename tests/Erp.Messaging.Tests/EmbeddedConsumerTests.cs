using Erp.Messaging.Kafka;
using Erp.TestSupport;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Erp.Messaging.Tests;

public sealed class EmbeddedConsumerTests(
    EmbeddedKafkaCluster kafka) : ConsumerTests(kafka), IClassFixture<EmbeddedKafkaCluster>
{
    private const string Requests = "approval-requests";

    [Fact] public Task Once_and_in_order() => Everything_is_handled_once_and_in_the_order_of_its_key();
    [Fact] public Task Stop_midway() => A_replica_that_stops_midway_loses_and_doubles_nothing();
    [Fact] public Task Come_midway() => A_replica_that_comes_midway_begins_where_the_other_ended();
    [Fact] public Task Come_and_go() => A_replica_that_comes_and_goes_midway_loses_and_doubles_nothing();
    [Fact] public Task Kill_midway() => A_replica_that_is_killed_midway_loses_nothing();
    [Fact] public Task Poison() => A_poison_record_goes_to_the_dead_letters_and_blocks_nobody();
    [Fact] public Task Five_tries() => A_fault_of_ours_is_tried_five_times_and_then_put_aside_until_it_is_sent_back();
    [Fact] public Task Dependency_away() => A_dependency_that_is_away_is_waited_for_while_other_keys_go_on();
    [Fact] public Task Full_buffer() => A_full_buffer_pauses_the_partition_and_not_the_consumer();
    [Fact] public Task More_replicas() => More_replicas_than_partitions_are_all_ready();
    [Fact] public Task History() => A_topic_can_be_read_again_from_its_beginning();

    [Fact]
    public async Task Brokers_that_go_away_and_come_back_cost_nothing()
    {
        await using var own = new OwnCluster();
        var journal = new Journal();
        await using var service =
            await Replica.ConsumeAsync(own.Kafka, Requests, "group", journal, ("Kafka:PublishTimeout", "00:00:02"));
        await service.ReadyAsync();
        var publisher = service.Services.GetRequiredService<IMessagePublisher>();
        await publisher.PublishAsync(Replica.Message(Requests, "k", "before"), default);
        await Until.True(() => journal.Handled.Count == 1, "before");

        own.Kafka.Down();
        await Assert.ThrowsAnyAsync<Confluent.Kafka.KafkaException>(() => publisher.PublishAsync(
            Replica.Message(Requests, "k", "lost"), default));
        Assert.True((await service.Http.GetAsync("/health")).IsSuccessStatusCode);
        own.Kafka.Up();

        await publisher.PublishAsync(Replica.Message(Requests, "k", "after"), default);
        await Until.True(() => journal.Of("k").Contains("after"), "after");
    }

    [Fact]
    public async Task A_service_starts_without_Kafka_and_is_ready_when_Kafka_comes()
    {
        await using var own = new OwnCluster();
        own.Kafka.Down();
        await using var service = await Replica.ConsumeAsync(own.Kafka, Requests, "group", new());
        Assert.Equal(503, (int)(await service.Http.GetAsync("/health")).StatusCode);
        Assert.Equal(200, (int)(await service.Http.GetAsync("/alive")).StatusCode);
        own.Kafka.Up();
        await service.ReadyAsync();
    }

    [Fact]
    public async Task The_replay_command_sends_dead_letters_back_and_ends()
    {
        var topic = await NewTopicAsync();
        await using var publisher = await Replica.PublishAsync(Kafka);
        await publisher.SendAsync([Replica.Message(Replica.DeadLetters(topic), "k", "again")]);
        var journal = new Journal();
        await using (var command = await Replica.ConsumeAsync(Kafka, topic, topic, journal, (
            "replay-dead-letters", topic)))
            await Until.True(
                () =>
                    command
                        .Services.GetRequiredService<IHostApplicationLifetime>()
                        .ApplicationStopping.IsCancellationRequested,
                "ends by itself");
        Assert.Empty(journal.Tries);
        await using var service = await Replica.ConsumeAsync(Kafka, topic, topic, journal);
        await Until.True(() => journal.Of("k").SequenceEqual(["again"]), "back again");
    }

    [Fact]
    public async Task A_topic_that_is_not_there_is_not_read_as_empty()
    {
        await using var service = await Replica.PublishAsync(Kafka);
        var history = service.Services.GetRequiredService<TopicHistory>();
        var error = await Assert.ThrowsAsync<Confluent.Kafka.KafkaException>(() => history.ReplayAsync(
            "nobody-made-it", (_, _) => Task.CompletedTask, default));
        Assert.Equal(Confluent.Kafka.ErrorCode.UnknownTopicOrPart, error.Error.Code);
    }

    [Fact]
    public async Task A_wrong_setting_is_named() =>
        Assert.Contains(
            "ConnectionStrings:kafka",
            (
                await Assert.ThrowsAsync<Microsoft.Extensions.Options.OptionsValidationException>(() =>
                    TestService.StartAsync(b => b.AddKafkaPublisher(), _ => { }))).Message,
            StringComparison.Ordinal);

    // librdkafka's brokers do, unlike real ones, which refuse them only until the members know their new generation.
    protected override bool MayRefuseCommits => true;

    protected override Task<string> NewTopicAsync()
    {
        var topic = "t-" + Guid.NewGuid().ToString("N");
        var cluster = (EmbeddedKafkaCluster)Kafka;
        cluster.CreateTopic(Replica.DeadLetters(topic));
        return Task.FromResult(cluster.CreateTopic(topic));
    }

    private sealed class OwnCluster : IAsyncDisposable
    {
        public OwnCluster() => Kafka.InitializeAsync().Wait();

        public EmbeddedKafkaCluster Kafka { get; } = new();

        public async ValueTask DisposeAsync() => await Kafka.DisposeAsync();
    }
}
