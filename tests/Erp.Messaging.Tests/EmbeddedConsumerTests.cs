using Erp.Messaging.Kafka;
using Erp.TestSupport;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Erp.Messaging.Tests;

public sealed class EmbeddedConsumerTests(
    EmbeddedKafkaCluster kafka) : ConsumerTests(kafka), IClassFixture<EmbeddedKafkaCluster>
{
    private const string Requests = "approval-requests";

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
        await Eventually.TrueAsync(() => journal.Handled.Count == 1);

        own.Kafka.Down();
        await Assert.ThrowsAnyAsync<Confluent.Kafka.KafkaException>(() => publisher.PublishAsync(
            Replica.Message(Requests, "k", "lost"), default));
        Assert.True((await service.Http.GetAsync("/health")).IsSuccessStatusCode);
        own.Kafka.Up();

        await publisher.PublishAsync(Replica.Message(Requests, "k", "after"), default);
        await Eventually.TrueAsync(() => journal.Of("k").Contains("after"));
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
            await Eventually.TrueAsync(
                () =>
                    command
                        .Services.GetRequiredService<IHostApplicationLifetime>()
                        .ApplicationStopping.IsCancellationRequested);
        Assert.Empty(journal.Tries);
        await using var service = await Replica.ConsumeAsync(Kafka, topic, topic, journal);
        await Eventually.TrueAsync(() => journal.Of("k").SequenceEqual(["again"]));
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
        public OwnCluster() => Kafka.InitializeAsync().AsTask().Wait();

        public EmbeddedKafkaCluster Kafka { get; } = new();

        public async ValueTask DisposeAsync() => await Kafka.DisposeAsync();
    }
}
