using System.Globalization;
using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace Erp.TestSupport;

/// <summary>One broker of Apache Kafka (KRaft) out of the folder that <c>KAFKA_HOME</c> names; does nothing without it,
/// its tests call <see cref="Requires.Variable"/>. Has the system's topics.</summary>
public sealed class ApacheKafka : IKafka
{
    private static readonly Dictionary<string, string> Java = new()
    {
        ["KAFKA_HEAP_OPTS"] = "-Xms64m -Xmx192m",
        // For a broker that lives a minute: no second compiler, no threads for collecting garbage.
        ["KAFKA_JVM_PERFORMANCE_OPTS"] = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
    };
    private readonly TemporaryFolder _folder = new();
    private readonly List<ServerProcess> _joined = [];
    private ServerProcess? _process;
    private int _port;
    private int _controller;

    /// <inheritdoc/>
    public string BootstrapServers => $"127.0.0.1:{_port}";

    /// <summary>Properties over the usual ones; <c>{port}</c> and <c>{controller}</c> stand for the ports of its two
    /// listeners.</summary>
    public string MoreSettings { get; init; } = "";

    /// <summary>Starts it; also after <see cref="StopAsync"/>, with the data that it had.</summary>
    public async Task StartAsync()
    {
        if (_port == 0)
        {
            (_port, _controller) = (FreePort.Next(), FreePort.Next());
            await File.WriteAllTextAsync(_folder.File("server.properties"), Settings() + "\n" + MoreSettings
                .Replace("{port}", $"{_port}", StringComparison.Ordinal)
                .Replace("{controller}", $"{_controller}", StringComparison.Ordinal));
        }
        _process = await RunAsync("server.properties", "data", "kafka.log");
        using var admin = new AdminClientBuilder(
            new AdminClientConfig { BootstrapServers = BootstrapServers, LogConnectionClose = false })
            .SetLogHandler((_, _) => { }).Build();
        await _process.WaitUntilReadyAsync(
            () => Task.FromResult(admin.GetMetadata(TimeSpan.FromSeconds(1)).Brokers.Count > 0),
            TimeSpan.FromSeconds(90));
        try
        {
            await admin.CreateTopicsAsync(
                ErpTopics.All.Select(t => new TopicSpecification
                {
                    Name = t,
                    NumPartitions = 3,
                    ReplicationFactor = 1,
                }));
        }
        catch (CreateTopicsException e)
            when (e.Results.All(r => r.Error.Code is ErrorCode.NoError or ErrorCode.TopicAlreadyExists))
        { /* a restart */
        }
    }

    /// <summary>Kills it; its data stays for the next start.</summary>
    public async Task StopAsync()
    {
        if (_process is not null) await _process.DisposeAsync();
        _process = null;
    }

    /// <summary>Ends it in order, so that the leader epochs of its topics rise, and starts it again as the same cluster
    /// with nothing of what it had: the new topics begin with a lower epoch.</summary>
    public async Task LoseDataAsync()
    {
        await _process!.StopAsync();
        await StopAsync();
        Directory.Delete(_folder.File("data"), recursive: true);
        await StartAsync();
    }

    /// <summary>One more broker of this cluster.</summary>
    public async Task JoinAsync()
    {
        var id = _joined.Count + 2;
        await File.WriteAllTextAsync(_folder.File($"{id}.properties"), string.Create(CultureInfo.InvariantCulture, $"""
            process.roles=broker
            node.id={id}
            controller.quorum.voters=1@127.0.0.1:{_controller}
            controller.listener.names=CONTROLLER
            listeners=PLAINTEXT://127.0.0.1:{FreePort.Next()}
            log.dirs={_folder.File($"data-{id}")}
            log.cleaner.dedupe.buffer.size=10485760
            """));
        _joined.Add(await RunAsync($"{id}.properties", $"data-{id}", $"{id}.log"));
    }

    /// <inheritdoc/>
    public ValueTask InitializeAsync() => Requires.IsSet("KAFKA_HOME") ? new(StartAsync()) : default;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var broker in _joined) await broker.DisposeAsync();
        await StopAsync();
        _folder.Delete();
    }

    private async Task<ServerProcess> RunAsync(string properties, string data, string log)
    {
        var bin = Path.Combine(Environment.GetEnvironmentVariable("KAFKA_HOME")!, "bin");
        if (!Directory.Exists(_folder.File(data)))
        {
            await using var format = ServerProcess.Start(Path.Combine(bin, "kafka-storage.sh"),
                ["format", "-t", "ZXJwLXRlc3QtY2x1c3Rlcg", "-c", _folder.File(properties)], _folder.File("format.log"),
                Java);
            await format.WaitForExitAsync(TimeSpan.FromSeconds(60));
        }
        return ServerProcess.Start(
            Path.Combine(bin, "kafka-server-start.sh"), [_folder.File(properties)], _folder.File(log), Java);
    }

    private string Settings() => string.Create(CultureInfo.InvariantCulture, $"""
        process.roles=broker,controller
        node.id=1
        controller.quorum.voters=1@127.0.0.1:{_controller}
        controller.listener.names=CONTROLLER
        listeners=PLAINTEXT://127.0.0.1:{_port},CONTROLLER://127.0.0.1:{_controller}
        advertised.listeners=PLAINTEXT://127.0.0.1:{_port}
        listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
        log.dirs={_folder.File("data")}
        offsets.topic.num.partitions=3
        offsets.topic.replication.factor=1
        transaction.state.log.replication.factor=1
        transaction.state.log.min.isr=1
        group.initial.rebalance.delay.ms=0
        log.cleaner.dedupe.buffer.size=10485760
        auto.create.topics.enable=false
        """);
}
