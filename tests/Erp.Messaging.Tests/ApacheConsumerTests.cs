using Confluent.Kafka;
using Erp.TestSupport;

namespace Erp.Messaging.Tests;

public sealed class ApacheConsumerTests : ConsumerTests, IClassFixture<ApacheKafka>
{
    public ApacheConsumerTests(ApacheKafka kafka) : base(kafka) => Requires.Variable("KAFKA_HOME");

    [Fact]
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
        await Eventually.TrueAsync(() => journal.Handled.Count(m => m.Key != "lost") == 26);
        ShouldBeInOrder(journal, 5, 5);
    }

    protected override bool MayRefuseCommits => false;
}
