using Confluent.Kafka;

namespace Erp.Eks.Tests;

/// <summary>Clients of <see cref="KafkaProcesses"/> with somebody's certificate.</summary>
internal static class KafkaClients
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static async Task ProduceAsync(this KafkaProcesses kafka, string client, string topic, string value)
    {
        // Without idempotence, which is refused by itself to who may write nowhere: the topic is what is asked.
        var config = kafka.As(client, new ProducerConfig { Acks = Acks.All });
        using var producer = new ProducerBuilder<string, string>(config)
            .SetLogHandler((_, _) => { }).SetErrorHandler((_, _) => { }).Build();
        await producer.ProduceAsync(topic, new() { Key = "key", Value = value }).WaitAsync(Patience);
    }

    /// <summary>Reads a partition to its end, outside any group.</summary>
    public static void Read(this KafkaProcesses kafka, string client, string topic)
    {
        using var consumer = kafka.Consumer(client, "nobody-s");
        // Who may not even see a topic would wait for it.
        using (var admin = kafka.Admin(client))
        {
            var seen = admin.GetMetadata(topic, Patience).Topics.Single().Error;
            if (seen.IsError) throw new KafkaException(seen);
        }
        consumer.Assign(new TopicPartitionOffset(topic, 0, Offset.Beginning));
        for (var until = DateTime.UtcNow + Patience; DateTime.UtcNow < until;)
        {
            try
            {
                if (consumer.Consume(TimeSpan.FromSeconds(1))?.IsPartitionEOF == true) return;
            }
            catch (ConsumeException e) when (e.Error.Code == ErrorCode.GroupAuthorizationFailed)
            {
                // Who would coordinate the group does not matter.
            }
        }
        throw new TimeoutException($"{client} neither reads {topic} nor is refused.");
    }

    public static IAdminClient Admin(this KafkaProcesses kafka, string client) =>
        new AdminClientBuilder(kafka.As(client, new AdminClientConfig()))
            .SetLogHandler((_, _) => { }).SetErrorHandler((_, _) => { }).Build();

    private static IConsumer<Ignore, Ignore> Consumer(this KafkaProcesses kafka, string client, string group)
    {
        var config = kafka.As(client, new ConsumerConfig
        {
            GroupId = group, EnableAutoCommit = false, EnablePartitionEof = true,
        });
        return new ConsumerBuilder<Ignore, Ignore>(config)
            .SetLogHandler((_, _) => { }).SetErrorHandler((_, _) => { }).Build();
    }

    private static T As<T>(this KafkaProcesses kafka, string client, T config) where T : ClientConfig
    {
        var folder = kafka.Certificates!.Folder($"kafka-client-{client}");
        config.BootstrapServers = kafka.BootstrapServers;
        config.SecurityProtocol = SecurityProtocol.Ssl;
        config.SslCaLocation = Path.Combine(folder, "ca.crt");
        config.SslCertificateLocation = Path.Combine(folder, "tls.crt");
        config.SslKeyLocation = Path.Combine(folder, "tls.key");
        return config;
    }
}
