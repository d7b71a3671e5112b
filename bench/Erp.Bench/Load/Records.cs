using System.Text;
using System.Text.Json;
using Confluent.Kafka;
using Erp.Api.Json;
using Erp.Messaging;

namespace Erp.Bench.Load;

/// <summary>Messages as the services send them, straight onto a topic.</summary>
internal static class Records
{
    /// <summary>Sends all of them; returns when the brokers have them.</summary>
    public static void Send<T>(string servers, string topic, IEnumerable<(string Key, T Body)> messages)
        where T : notnull
    {
        using var producer = new ProducerBuilder<byte[], byte[]>(new ProducerConfig
        {
            BootstrapServers = servers, Acks = Acks.All, EnableIdempotence = true, LingerMs = 20,
            QueueBufferingMaxMessages = 1_000_000, Partitioner = Partitioner.Murmur2Random,
        }).Build();
        Error? refused = null;
        foreach (var (key, body) in messages)
            producer.Produce(topic, new()
            {
                Key = Encoding.UTF8.GetBytes(key),
                Value = JsonSerializer.SerializeToUtf8Bytes(body, ErpJson.MessageOptions),
                Headers =
                [
                    new Header(MessageHeaders.Id, Guid.CreateVersion7().ToByteArray().ToHex()),
                    new Header(MessageHeaders.Type, Encoding.UTF8.GetBytes(typeof(T).Name)),
                ],
            }, report => refused = report.Error.IsError ? report.Error : refused);
        producer.Flush(TimeSpan.FromMinutes(2));
        if (refused is not null) throw new BenchException($"{topic} takes nothing: {refused.Reason}");
    }

    /// <summary>Reads so many by a new group, and does nothing with them.</summary>
    /// <returns>How long that took.</returns>
    public static TimeSpan Read(string servers, string topic, int count)
    {
        using var consumer = new ConsumerBuilder<byte[], byte[]>(new ConsumerConfig
        {
            BootstrapServers = servers, GroupId = $"bare-{Guid.NewGuid():N}",
            AutoOffsetReset = AutoOffsetReset.Earliest, EnableAutoOffsetStore = false,
        }).Build();
        consumer.Subscribe(topic);
        System.Diagnostics.Stopwatch? clock = null;
        for (var read = 0; read < count;)
        {
            if (consumer.Consume(TimeSpan.FromSeconds(30)) is not { } record)
                throw new BenchException($"{topic} has {read} of {count}.");
            clock ??= System.Diagnostics.Stopwatch.StartNew();
            consumer.StoreOffset(record);
            read++;
        }
        consumer.Commit();
        return clock!.Elapsed;
    }

    private static byte[] ToHex(this byte[] bytes) => Encoding.ASCII.GetBytes(Convert.ToHexStringLower(bytes));
}
