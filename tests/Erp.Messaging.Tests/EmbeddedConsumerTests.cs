using Erp.Messaging.Kafka;
using Erp.TestSupport;
using Microsoft.Extensions.DependencyInjection;

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

    private sealed class OwnCluster : IAsyncDisposable
    {
        public OwnCluster() => Kafka.InitializeAsync().AsTask().Wait();

        public EmbeddedKafkaCluster Kafka { get; } = new();

        public async ValueTask DisposeAsync() => await Kafka.DisposeAsync();
    }
}
