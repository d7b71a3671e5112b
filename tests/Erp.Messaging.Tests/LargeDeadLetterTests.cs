using System.Security.Cryptography;
using System.Text;
using Confluent.Kafka;
using Erp.Messaging.DeadLetters;
using Erp.Messaging.Kafka;
using Erp.TestSupport;
using Microsoft.Extensions.DependencyInjection;

namespace Erp.Messaging.Tests;

/// <summary>Records near the broker's limit that nobody can process: with the reasons in its headers such a record no
/// longer fits anywhere.</summary>
public sealed class LargeDeadLetterTests(EmbeddedKafkaCluster kafka) : IClassFixture<EmbeddedKafkaCluster>
{
    [Theory]
    [InlineData(10, 1_040_000, 0)]
    [InlineData(1_000_000, 40_000, 0)]
    [InlineData(10, 10, 1_040_000)]
    public async Task Are_cut_and_block_nobody(int key, int value, int header)
    {
        var topic = kafka.CreateTopic("t-" + Guid.NewGuid().ToString("N"));
        var letters = kafka.CreateTopic(Replica.DeadLetters(topic));
        var journal = new Journal
        {
            Before = (m, _) =>
                m.Payload.StartsWith('p') ? throw new PoisonMessageException("cannot be read") : Task.CompletedTask,
        };
        await using var service = await Replica.ConsumeAsync(kafka, topic, topic, journal);
        var body = Encoding.ASCII.GetBytes(new string('p', value));
        var config = new ProducerConfig { BootstrapServers = kafka.BootstrapServers, MessageMaxBytes = 2_000_000 };
        using (var producer = new ProducerBuilder<byte[], byte[]>(config).Build())
            await producer.ProduceAsync(new TopicPartition(topic, 1), new()
            {
                Key = new byte[key], Value = body, Headers = new Headers { { "note", new byte[header] } },
            });
        await service.SendAsync(Replica.Numbered(topic, keys: 20, each: 1));
        await Eventually.TrueAsync(() => journal.Handled.Count == 20);

        var letter = Read(letters);
        Assert.Equal("cannot be read", Header(letter, MessageHeaders.DeadLetterReason));
        Assert.Equal(topic, Header(letter, MessageHeaders.DeadLetterTopic));
        Assert.Equal("1", Header(letter, MessageHeaders.DeadLetterPartition));
        Assert.Equal($"{value}", Header(letter, MessageHeaders.DeadLetterLength));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(body)), Header(letter, MessageHeaders.DeadLetterHash));
        Assert.Equal(body[..Math.Min(value, DeadLetter.CutValue)], letter.Message.Value);

        // A part cannot be sent back, and says so, until it is dropped.
        var waiting = service.Services.GetRequiredService<IDeadLetters>();
        var shown = Assert.Single(await waiting.ListAsync(topic, new(10), default));
        Assert.Equal((false, value), (shown.Whole, shown.Length));
        Assert.Equal((0, 1), await MovedAsync(waiting.ReplayAsync(topic, new(), default)));
        Assert.Equal([shown.Id], (await waiting.ReplayAsync(topic, new(), default)).Parts);
        Assert.Equal((1, 0), await MovedAsync(waiting.DropAsync(topic, new(), default)));
        Assert.Empty(await waiting.ListAsync(topic, new(10), default));
    }

    private static async Task<(int, int)> MovedAsync(Task<DeadLettersMoved> move) =>
        ((await move).Count, (await move).Waiting);

    private ConsumeResult<byte[], byte[]> Read(string topic)
    {
        using var consumer = new ConsumerBuilder<byte[], byte[]>(new ConsumerConfig
        {
            BootstrapServers = kafka.BootstrapServers, GroupId = Guid.NewGuid().ToString("N"),
        }).Build();
        consumer.Assign(Enumerable.Range(0, 3).Select(p => new TopicPartitionOffset(topic, p, Offset.Beginning)));
        var letter = consumer.Consume(Eventually.Limit) ?? throw new TimeoutException($"Nothing is in {topic}");
        consumer.Close();
        return letter;
    }

    private static string Header(ConsumeResult<byte[], byte[]> record, string name) =>
        Encoding.UTF8.GetString(record.Message.Headers.GetLastBytes(name));
}
