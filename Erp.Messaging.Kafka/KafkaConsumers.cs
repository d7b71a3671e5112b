namespace Erp.Messaging.Kafka;

/// <summary>All Kafka consumers and followers of the service, as its host starts and stops them.</summary>
internal sealed class KafkaConsumers(
    IEnumerable<KafkaConsumer> consumers, IEnumerable<KafkaFollower> followers) : IMessageConsumer
{
    public void Start()
    {
        foreach (var follower in followers) follower.Start();
        foreach (var consumer in consumers) consumer.Start();
    }

    public Task StopAsync() =>
        Task.WhenAll([.. consumers.Select(c => c.StopAsync()), .. followers.Select(f => f.StopAsync())]);
}
