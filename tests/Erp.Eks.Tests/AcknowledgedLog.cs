using Confluent.Kafka;

namespace Erp.Eks.Tests;

/// <summary>Remembers what the brokers acknowledged.</summary>
internal sealed class AcknowledgedLog(string bootstrapServers, string topic)
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
        await Task.WhenAll(Enumerable.Range(_count, records)
            .Select(i => producer.ProduceAsync(topic, new() { Value = $"{i}" })));
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
