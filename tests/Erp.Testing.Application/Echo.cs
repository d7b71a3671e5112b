using Aspire.Hosting.Testing;
using Confluent.Kafka;

namespace Erp.Testing.Application;

/// <summary>Delivers everything once more: publishes each record of a topic again, with its key, headers and
/// value.</summary>
public static class Echo
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    /// <summary>Everything that the topics hold.</summary>
    public static Task RepeatAsync(ErpApplication app, params string[] topics) =>
        RepeatAsync(app, new Dictionary<TopicPartition, Offset>(), shuffle: null, topics);

    /// <summary>What came after these positions, for topics of which somebody else's records are not to be
    /// repeated.</summary>
    /// <param name="app">Whose Kafka it is.</param>
    /// <param name="after">Where to begin; a partition that is not here begins at its first record.</param>
    /// <param name="shuffle">Null: each topic as it was, one after the other. Otherwise all of them at once, in a
    /// random order in which only records of the same topic and key are still one after the other.</param>
    /// <param name="topics">Their names; each has such records.</param>
    public static async Task RepeatAsync(
        ErpApplication app, IReadOnlyDictionary<TopicPartition, Offset> after, Random? shuffle, params string[] topics)
    {
        var bootstrap = await app.App.GetConnectionStringAsync("kafka");
        var config = new ProducerConfig { BootstrapServers = bootstrap, EnableIdempotence = true };
        using var producer = new ProducerBuilder<byte[], byte[]>(config).Build();
        var records = new List<Record>();
        foreach (var topic in topics)
        {
            var ofTopic = ReadAll(bootstrap!, topic, after);
            Assert.NotEmpty(ofTopic);
            records.AddRange(ofTopic.Select(message => new Record(topic, message)));
        }

        // In their order, which an idempotent producer keeps also when it has to send some again.
        await Task.WhenAll((shuffle is null ? records : Shuffled(records, shuffle))
            .Select(record => producer.ProduceAsync(record.Topic, record.Message)));
    }

    // The keys are shuffled, each as often as it has records; then each key's records take its places in their order.
    private static List<Record> Shuffled(IReadOnlyList<Record> records, Random random)
    {
        var ofKey = records.GroupBy(r => r.Key).ToDictionary(g => g.Key, g => new Queue<Record>(g));
        string[] places = [.. records.Select(r => r.Key)];
        random.Shuffle(places);
        return [.. places.Select(key => ofKey[key].Dequeue())];
    }

    /// <summary>Where the topics end now.</summary>
    public static async Task<IReadOnlyDictionary<TopicPartition, Offset>> EndsAsync(
        ErpApplication app, params string[] topics)
    {
        using var consumer = Consumer((await app.App.GetConnectionStringAsync("kafka"))!);
        return topics.SelectMany(topic => Partitions(consumer, topic))
            .ToDictionary(p => p, p => consumer.QueryWatermarkOffsets(p, Limit).High);
    }

    private static List<Message<byte[], byte[]>> ReadAll(
        string bootstrap, string topic, IReadOnlyDictionary<TopicPartition, Offset> after)
    {
        using var consumer = Consumer(bootstrap);
        var (left, begins) = (0L, new List<TopicPartitionOffset>());
        foreach (var partition in Partitions(consumer, topic))
        {
            var marks = consumer.QueryWatermarkOffsets(partition, Limit);
            var begin = after.TryGetValue(partition, out var end) ? end : marks.Low;
            left += marks.High.Value - begin.Value;
            begins.Add(new(partition, begin));
        }
        consumer.Assign(begins);

        var records = new List<Message<byte[], byte[]>>();
        while (records.Count < left)
        {
            var result = consumer.Consume(Limit)
                ?? throw new TimeoutException($"{topic}: {records.Count} of {left} records came.");
            records.Add(result.Message);
        }
        consumer.Close();
        return records;
    }

    private static IConsumer<byte[], byte[]> Consumer(string bootstrap) =>
        new ConsumerBuilder<byte[], byte[]>(new ConsumerConfig
        {
            BootstrapServers = bootstrap, GroupId = $"echo-{Guid.NewGuid():N}", EnableAutoCommit = false,
        }).Build();

    private static List<TopicPartition> Partitions(IConsumer<byte[], byte[]> consumer, string topic)
    {
        using var admin = new DependentAdminClientBuilder(consumer.Handle).Build();
        return [.. admin.GetMetadata(topic, Limit).Topics.Single().Partitions
            .Select(p => new TopicPartition(topic, p.PartitionId))];
    }

    private sealed record Record(string Topic, Message<byte[], byte[]> Message)
    {
        public string Key => $"{Topic} {Convert.ToHexString(Message.Key)}";
    }
}
