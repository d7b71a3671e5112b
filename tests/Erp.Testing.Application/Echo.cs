using Aspire.Hosting.Testing;
using Confluent.Kafka;

namespace Erp.Testing.Application;

/// <summary>Delivers everything once more: publishes each record of a topic again, with its key, headers and
/// value.</summary>
public static class Echo
{
    public static async Task RepeatAsync(ErpApplication app, params string[] topics)
    {
        var bootstrap = await app.App.GetConnectionStringAsync("kafka");
        var config = new ProducerConfig { BootstrapServers = bootstrap, EnableIdempotence = true };
        using var producer = new ProducerBuilder<byte[], byte[]>(config).Build();
        foreach (var topic in topics)
        {
            var records = ReadAll(bootstrap!, topic);
            Assert.NotEmpty(records);
            // In their order, which an idempotent producer keeps also when it has to send some again.
            await Task.WhenAll(records.Select(record => producer.ProduceAsync(topic, record)));
        }
    }

    private static List<Message<byte[], byte[]>> ReadAll(string bootstrap, string topic)
    {
        using var consumer = new ConsumerBuilder<byte[], byte[]>(new ConsumerConfig
        {
            BootstrapServers = bootstrap, GroupId = $"echo-{Guid.NewGuid():N}", EnableAutoCommit = false,
        }).Build();
        using var admin = new DependentAdminClientBuilder(consumer.Handle).Build();
        var partitions = admin.GetMetadata(topic, TimeSpan.FromSeconds(10)).Topics.Single().Partitions
            .Select(p => new TopicPartition(topic, p.PartitionId)).ToList();
        var left = partitions.Sum(p =>
        {
            var marks = consumer.QueryWatermarkOffsets(p, TimeSpan.FromSeconds(10));
            return marks.High.Value - marks.Low.Value;
        });
        consumer.Assign(partitions.Select(p => new TopicPartitionOffset(p, Offset.Beginning)));

        var records = new List<Message<byte[], byte[]>>();
        while (records.Count < left)
        {
            var result = consumer.Consume(TimeSpan.FromSeconds(10))
                ?? throw new TimeoutException($"{topic}: {records.Count} of {left} records came.");
            records.Add(result.Message);
        }
        consumer.Close();
        return records;
    }
}
