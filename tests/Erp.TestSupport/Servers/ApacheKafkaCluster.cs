using System.Globalization;
using Confluent.Kafka;

namespace Erp.TestSupport;

/// <summary>Three brokers of Apache Kafka (KRaft) out of the folder that <c>KAFKA_HOME</c> names, each of them a
/// controller too. Every topic is on all three; what is written is on two before it is acknowledged.</summary>
public sealed class ApacheKafkaCluster : IAsyncDisposable
{
    /// <summary>So many brokers, which are numbered from 0.</summary>
    public const int Size = 3;

    private static readonly Dictionary<string, string> Java = new()
    {
        ["KAFKA_HEAP_OPTS"] = "-Xms64m -Xmx256m",
        // For brokers that live for minutes: no second compiler, no threads for collecting garbage.
        ["KAFKA_JVM_PERFORMANCE_OPTS"] = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
    };
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private readonly TemporaryFolder _folder = new();
    private readonly (int Clients, int Quorum)[] _ports = new (int, int)[Size];
    private readonly ServerProcess?[] _brokers = new ServerProcess?[Size];

    /// <summary>All three.</summary>
    public string BootstrapServers => string.Join(',', _ports.Select(p => $"127.0.0.1:{p.Clients}"));

    private string Bin => Path.Combine(Environment.GetEnvironmentVariable("KAFKA_HOME")!, "bin");

    /// <summary>Starts those that do not run, with the data that they had; returns when all three have
    /// everything.</summary>
    public async Task StartAsync()
    {
        if (_ports[0].Clients == 0)
        {
            for (var i = 0; i < Size; i++) _ports[i] = (FreePort.Next(), FreePort.Next());
            for (var i = 0; i < Size; i++) await FormatAsync(i);
        }
        for (var i = 0; i < Size; i++) _brokers[i] ??= Start(i);
        await InSyncAsync();
    }

    /// <summary>Starts one that was ended.</summary>
    public void StartBroker(int index) => _brokers[index] = Start(index);

    /// <summary>Asks one to end, as a roll-out does, and waits until it has handed over and ended.</summary>
    public async Task StopBrokerAsync(int index)
    {
        await _brokers[index]!.StopAsync(within: Patience);
        await ForgetAsync(index);
    }

    /// <summary>Ends one as a crash would.</summary>
    public Task KillBrokerAsync(int index) => ForgetAsync(index);

    /// <summary>Waits until all three run and have all that there is of every topic.</summary>
    public async Task InSyncAsync()
    {
        using var admin = new AdminClientBuilder(
            new AdminClientConfig { BootstrapServers = BootstrapServers, LogConnectionClose = false })
            .SetLogHandler((_, _) => { }).SetErrorHandler((_, _) => { }).Build();
        foreach (var broker in _brokers)
            await broker!.WaitUntilReadyAsync(() => Task.FromResult(IsInSync(admin)), Patience);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        for (var i = 0; i < Size; i++) await ForgetAsync(i);
        _folder.Delete();
    }

    private static bool IsInSync(IAdminClient admin)
    {
        var metadata = admin.GetMetadata(TimeSpan.FromSeconds(2));
        return metadata.Brokers.Count == Size
            && metadata.Topics.SelectMany(t => t.Partitions).All(p => p.InSyncReplicas.Length == Size);
    }

    private async Task ForgetAsync(int index)
    {
        if (_brokers[index] is { } broker) await broker.DisposeAsync();
        _brokers[index] = null;
    }

    private ServerProcess Start(int index) => ServerProcess.Start(
        Path.Combine(Bin, "kafka-server-start.sh"), [Properties(index)], _folder.File($"{index}.log"), Java);

    private string Properties(int index) => _folder.File($"{index}.properties");

    private async Task FormatAsync(int index)
    {
        await File.WriteAllTextAsync(Properties(index), string.Create(CultureInfo.InvariantCulture, $"""
            process.roles=broker,controller
            node.id={index + 1}
            controller.quorum.voters={string.Join(',', _ports.Select((p, i) => $"{i + 1}@127.0.0.1:{p.Quorum}"))}
            controller.listener.names=CONTROLLER
            listeners=PLAINTEXT://127.0.0.1:{_ports[index].Clients},CONTROLLER://127.0.0.1:{_ports[index].Quorum}
            advertised.listeners=PLAINTEXT://127.0.0.1:{_ports[index].Clients}
            listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
            log.dirs={_folder.File($"{index}.data")}
            default.replication.factor={Size}
            min.insync.replicas={Size - 1}
            offsets.topic.num.partitions=3
            offsets.topic.replication.factor={Size}
            transaction.state.log.replication.factor={Size}
            transaction.state.log.min.isr={Size - 1}
            group.initial.rebalance.delay.ms=0
            log.cleaner.dedupe.buffer.size=10485760
            auto.create.topics.enable=false
            broker.session.timeout.ms=4000
            broker.heartbeat.interval.ms=500
            """));
        await using var format = ServerProcess.Start(
            Path.Combine(Bin, "kafka-storage.sh"), ["format", "-t", "ZXJwLXRlc3QtY2x1c3Rlcg", "-c", Properties(index)],
            _folder.File("format.log"), Java);
        if (await format.WaitForExitAsync(TimeSpan.FromSeconds(60)) != 0)
            throw new InvalidOperationException($"A broker cannot be prepared:\n{format.Output}");
    }
}
