using System.Collections.Concurrent;
using System.Diagnostics;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Erp.Bench.Load;
using Erp.EmbeddedKafka;

namespace Erp.Bench.Twins;

/// <summary>A message that goes to one topic and comes back by another, with nothing stored and nothing done: what the
/// two hops of a flow take by themselves, on the same kind of Kafka.</summary>
internal sealed class KafkaHops : IDisposable
{
    private const string There = "there", Back = "back";
    private const int Bytes = 600, Partitions = 3;
    private readonly string _servers;
    private readonly MockCluster? _cluster;
    private readonly CancellationTokenSource _end = new();
    private readonly ConcurrentDictionary<long, TaskCompletionSource> _waiting = new();
    private readonly IProducer<byte[], byte[]> _producer;
    private readonly Task[] _readers;
    private long _numbers;

    private KafkaHops(string servers, MockCluster? cluster)
    {
        (_servers, _cluster) = (servers, cluster);
        _producer = new ProducerBuilder<byte[], byte[]>(new ProducerConfig
        {
            BootstrapServers = servers, Acks = Acks.All, EnableIdempotence = true, LingerMs = 0,
        }).Build();
        _readers =
        [
            Reader(There, message => _producer.Produce(Back, message)),
            Reader(Back, message =>
            {
                if (_waiting.TryRemove(BitConverter.ToInt64(message.Key), out var waiting)) waiting.TrySetResult();
            }),
        ];

        // Threads of their own: two that block are all that the thread pool has on two processors.
        Task Reader(string topic, Action<Message<byte[], byte[]>> received) => Task.Factory.StartNew(
            () => Read(topic, received), CancellationToken.None, TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
    }

    /// <summary>On three brokers of its own, embedded ones.</summary>
    public static KafkaHops OnTheEmbedded()
    {
        var cluster = new MockCluster([There, Back], Partitions);
        return new(cluster.BootstrapServers, cluster);
    }

    /// <summary>On brokers that are there, in topics that it makes.</summary>
    public static async Task<KafkaHops> OnAsync(string servers)
    {
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = servers }).Build();
        string[] names = [There, Back];
        await admin.CreateTopicsAsync(
            names.Select(name => new TopicSpecification { Name = name, NumPartitions = Partitions }));
        return new(servers, cluster: null);
    }

    /// <summary>Times of there and back at a rate.</summary>
    public async Task<Latencies> AtAsync(double rate, TimeSpan duration, CancellationToken cancellationToken)
    {
        // The readers have their partitions when the first one is back.
        await OneAsync();
        var times = new Latencies();
        await OpenLoop.RunAsync(rate, duration, async (_, intended) =>
        {
            await OneAsync();
            times.Add(Stopwatch.GetElapsedTime(intended));
        }, cancellationToken);
        return times;
    }

    public void Dispose()
    {
        _end.Cancel();
        Task.WaitAll(_readers);
        _producer.Dispose();
        _end.Dispose();
        _cluster?.Dispose();
    }

    private async Task OneAsync()
    {
        var number = Interlocked.Increment(ref _numbers);
        var back = _waiting.GetOrAdd(number, _ => new(TaskCreationOptions.RunContinuationsAsynchronously));
        _producer.Produce(There, new() { Key = BitConverter.GetBytes(number), Value = new byte[Bytes] });
        await back.Task;
    }

    private void Read(string topic, Action<Message<byte[], byte[]>> received)
    {
        using var consumer = new ConsumerBuilder<byte[], byte[]>(new ConsumerConfig
        {
            BootstrapServers = _servers, GroupId = topic, AutoOffsetReset = AutoOffsetReset.Earliest,
            FetchWaitMaxMs = 100,
        }).Build();
        consumer.Subscribe(topic);
        while (!_end.IsCancellationRequested)
            if (consumer.Consume(100) is { } record) received(record.Message);
        consumer.Close();
    }
}
