using Confluent.Kafka;
using Erp.Contracts;
using Erp.Testing.Application;

namespace Erp.Chaos.Faults;

/// <summary>What all faults of Kafka have in common.</summary>
internal abstract class KafkaFault : Fault
{
    /// <summary>Of groups, each of which reads all of it.</summary>
    protected static readonly Topic[] Read = [.. Topics.All.Where(t => t.Groups.Count > 0)];

    protected static readonly string[] Names = [.. Read.Select(t => t.Name)];

    protected static async Task<ClientConfig> ConfigAsync(ChaosApplication app) =>
        new() { BootstrapServers = await app.ConnectionStringAsync(Services.Kafka) };
}

/// <summary>Killed, and back without its data.</summary>
internal sealed class WipeKafka : KafkaFault
{
    public override string Name => "wipe-kafka";

    public override string What => "kill -9 of Kafka, back without any topic or offset";

    public override TimeSpan Takes => TimeSpan.FromSeconds(25);

    public override string? Missing(ChaosApplication app) => app.NotItsOwn(Services.Kafka);

    public override async Task ApplyAsync(ChaosApplication app, Random random, bool brief)
    {
        await app.KillAsync(Services.Kafka, app.ReplicasOf(Services.Kafka).Single());
        var data = Path.Combine(app.DataFolder, Services.Kafka, "data");
        if (Directory.Exists(data)) Directory.Delete(data, recursive: true);
        await app.StartAsync(Services.Kafka);
    }
}

/// <summary>One topic is deleted.</summary>
internal sealed class DeleteTopic(string topic) : KafkaFault
{
    public override string Name => $"delete-{topic}";

    public override string What => $"the topic {topic} is deleted";

    public override string? Missing(ChaosApplication app) =>
        app.KafkaSource == "installed" || app.Brokers is not null
            ? null
            : "the embedded Kafka cannot delete topics; use --kafka installed";

    public override async Task ApplyAsync(ChaosApplication app, Random random, bool brief)
    {
        using var admin = new AdminClientBuilder(await ConfigAsync(app)).Build();
        await admin.DeleteTopicsAsync([topic]);
    }
}

/// <summary>Records that nobody can read, in every topic and partition.</summary>
internal sealed class Poison(bool large) : KafkaFault
{
    private const int Partitions = 3;

    // As near to the brokers' limit as a record can be.
    private const int Large = 1_048_300;

    public override string Name => large ? "poison-large" : "poison";

    public override string What => large
        ? "a record of a megabyte that nobody can read, in each topic"
        : "a record that nobody can read, in each partition of each topic";

    public override int DeadLetters => Read.Sum(t => t.Groups.Count) * (large ? 1 : Partitions);

    public override async Task ApplyAsync(ChaosApplication app, Random random, bool brief)
    {
        var config = new ProducerConfig(await ConfigAsync(app)) { MessageMaxBytes = 2_000_000 };
        using var producer = new ProducerBuilder<byte[], byte[]>(config).Build();
        foreach (var topic in Topics.All.Select(t => t.Name))
            for (var partition = 0; partition < (large ? 1 : Partitions); partition++)
            {
                var value = new byte[large ? Large : 100];
                random.NextBytes(value);
                await producer.ProduceAsync(new TopicPartition(topic, partition), new() { Key = [1], Value = value });
            }
    }
}

/// <summary>Everything comes again.</summary>
internal sealed class Repeat(bool late) : KafkaFault
{
    private IReadOnlyDictionary<TopicPartition, Offset> _before = new Dictionary<TopicPartition, Offset>();

    public override string Name => late ? "late" : "twice";

    public override string What => late
        ? "every record of this run is produced again, all topics at once, in order within a key only"
        : "every record of this run is produced again, in its order";

    public override async Task PrepareAsync(ChaosApplication app) => _before = await Echo.EndsAsync(app, Names);

    public override Task ApplyAsync(ChaosApplication app, Random random, bool brief) =>
        Task.Run(() => Echo.RepeatAsync(app, _before, late ? random : null, Names));
}
