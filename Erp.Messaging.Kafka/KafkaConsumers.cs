namespace Erp.Messaging.Kafka;

/// <summary>All Kafka consumers of the service, as its host starts and stops them.</summary>
internal sealed class KafkaConsumers(IEnumerable<KafkaConsumer> consumers) : IMessageConsumer
{
    public void Start()
    {
        foreach (var consumer in consumers) consumer.Start();
    }

    public Task StopAsync() => Task.WhenAll(consumers.Select(c => c.StopAsync()));
}
