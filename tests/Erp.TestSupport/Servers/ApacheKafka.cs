using System.Globalization;
using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace Erp.TestSupport;

/// <summary>One broker of Apache Kafka (KRaft) out of the folder that <c>KAFKA_HOME</c> names; does nothing without it,
/// its tests carry <see cref="RequiresEnvironmentFactAttribute"/>. Has the system's topics.</summary>
public sealed class ApacheKafka : IKafka
{
    private static readonly Dictionary<string, string> Java = new() { ["KAFKA_HEAP_OPTS"] = "-Xms64m -Xmx192m" };
    private readonly TemporaryFolder _folder = new();
    private ServerProcess? _process;
    private int _port;

    /// <inheritdoc/>
    public string BootstrapServers => $"127.0.0.1:{_port}";

    /// <summary>Starts it; also after <see cref="StopAsync"/>, with the data that it had.</summary>
    public async Task StartAsync()
    {
        var bin = Path.Combine(Environment.GetEnvironmentVariable("KAFKA_HOME")!, "bin");
        if (_port == 0)
        {
            _port = FreePort.Next();
            await File.WriteAllTextAsync(_folder.File("server.properties"), Settings(_port, FreePort.Next()));
            await using var format = ServerProcess.Start(Path.Combine(bin, "kafka-storage.sh"),
                ["format", "-t", "ZXJwLXRlc3QtY2x1c3Rlcg", "-c", _folder.File("server.properties")], _folder.File("format.log"), Java);
            await Eventually.TrueAsync(() => format.HasExited, TimeSpan.FromSeconds(60));
        }
        _process = ServerProcess.Start(Path.Combine(bin, "kafka-server-start.sh"), [_folder.File("server.properties")], _folder.File("kafka.log"), Java);
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = BootstrapServers, LogConnectionClose = false })
            .SetLogHandler((_, _) => { }).Build();
        await _process.WaitUntilReadyAsync(() => Task.FromResult(admin.GetMetadata(TimeSpan.FromSeconds(1)).Brokers.Count == 1), TimeSpan.FromSeconds(90));
        try { await admin.CreateTopicsAsync(ErpTopics.All.Select(t => new TopicSpecification { Name = t, NumPartitions = 3, ReplicationFactor = 1 })); }
        catch (CreateTopicsException e) when (e.Results.All(r => r.Error.Code is ErrorCode.NoError or ErrorCode.TopicAlreadyExists)) { /* a restart */ }
    }

    /// <summary>Kills it; its data stays for the next start.</summary>
    public async Task StopAsync()
    {
        if (_process is not null) await _process.DisposeAsync();
        _process = null;
    }

    /// <inheritdoc/>
    public Task InitializeAsync() => RequiresEnvironmentFactAttribute.Missing("KAFKA_HOME") is null ? StartAsync() : Task.CompletedTask;

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        await StopAsync();
        _folder.Delete();
    }

    private string Settings(int port, int controller) => string.Create(CultureInfo.InvariantCulture, $"""
        process.roles=broker,controller
        node.id=1
        controller.quorum.voters=1@127.0.0.1:{controller}
        controller.listener.names=CONTROLLER
        listeners=PLAINTEXT://127.0.0.1:{port},CONTROLLER://127.0.0.1:{controller}
        advertised.listeners=PLAINTEXT://127.0.0.1:{port}
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
