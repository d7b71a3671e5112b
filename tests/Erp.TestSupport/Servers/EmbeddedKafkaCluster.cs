using Erp.EmbeddedKafka;

namespace Erp.TestSupport;

/// <summary>librdkafka's three brokers inside the test process: there in milliseconds, memory only. Has the system's
/// topics.</summary>
public sealed class EmbeddedKafkaCluster : IKafka
{
    private readonly Lazy<MockCluster> _cluster = new(() => new(ErpTopics.All, partitions: 3));

    /// <inheritdoc/>
    public string BootstrapServers => _cluster.Value.BootstrapServers;

    /// <summary>Every broker refuses connections until <see cref="Up"/>.</summary>
    public void Down() => _cluster.Value.Down();

    /// <summary>Ends <see cref="Down"/>.</summary>
    public void Up() => _cluster.Value.Up();

    /// <summary>Makes a topic of the test's own; three partitions unless said otherwise.</summary>
    public string CreateTopic(string name, int partitions = 3)
    {
        _cluster.Value.CreateTopic(name, partitions);
        return name;
    }

    /// <inheritdoc/>
    public ValueTask InitializeAsync()
    {
        _ = _cluster.Value;
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        if (_cluster.IsValueCreated) _cluster.Value.Dispose();
        return ValueTask.CompletedTask;
    }
}
