using System.Runtime.InteropServices;
using System.Text;

namespace Erp.EmbeddedKafka;

/// <summary>Three Kafka brokers inside this process: real protocol on loopback ports, data in memory only.</summary>
internal sealed class MockCluster : IDisposable
{
    private const int Brokers = 3;
    private IntPtr _client;
    private IntPtr _cluster;

    /// <summary>Starts the brokers and makes the topics, with three replicas each.</summary>
    /// <param name="topics">Their names.</param>
    /// <param name="partitions">Of each topic.</param>
    /// <param name="firstJoin">How long a new group waits for more members. Worth waiting for where several start at
    /// once: a member who comes later makes this cluster wait for nearly the session timeout of the group.</param>
    /// <exception cref="InvalidOperationException">librdkafka refuses.</exception>
    /// <exception cref="DllNotFoundException">librdkafka is not beside the program.</exception>
    public MockCluster(IEnumerable<string> topics, int partitions, TimeSpan firstJoin = default)
    {
        var error = new byte[512];
        var conf = Librdkafka.rd_kafka_conf_new();
        // A client without brokers says so every few seconds; nobody needs to read that.
        _ = Librdkafka.rd_kafka_conf_set(conf, "log_level", "3", error, (nuint)error.Length);
        _client = Librdkafka.rd_kafka_new(Librdkafka.Producer, conf, error, (nuint)error.Length);
        if (_client == IntPtr.Zero)
            throw new InvalidOperationException("librdkafka: " + Encoding.UTF8.GetString(error).TrimEnd('\0'));
        _cluster = Librdkafka.rd_kafka_mock_cluster_new(_client, Brokers);
        if (_cluster == IntPtr.Zero) throw new InvalidOperationException("librdkafka cannot start its mock cluster.");
        Librdkafka.rd_kafka_mock_group_initial_rebalance_delay_ms(_cluster, (int)firstJoin.TotalMilliseconds);
        foreach (var topic in topics) CreateTopic(topic, partitions);
    }

    /// <summary>The brokers' addresses, <c>host:port,host:port,host:port</c>.</summary>
    public string BootstrapServers => Marshal.PtrToStringUTF8(Librdkafka.rd_kafka_mock_cluster_bootstraps(_cluster))!;

    /// <summary>Version of the native library.</summary>
    public static string LibraryVersion => Marshal.PtrToStringUTF8(Librdkafka.rd_kafka_version_str())!;

    /// <summary>Makes one more topic.</summary>
    public void CreateTopic(string topic, int partitions)
    {
        if (Librdkafka.rd_kafka_mock_topic_create(_cluster, topic, partitions, Brokers) is not 0 and var code)
            throw new InvalidOperationException($"librdkafka cannot make topic '{topic}' (error {code}).");
    }

    /// <summary>Every broker refuses connections until <see cref="Up"/>; what they hold stays.</summary>
    public void Down()
    {
        for (var id = 1; id <= Brokers; id++) _ = Librdkafka.rd_kafka_mock_broker_set_down(_cluster, id);
    }

    /// <summary>Ends <see cref="Down"/>.</summary>
    public void Up()
    {
        for (var id = 1; id <= Brokers; id++) _ = Librdkafka.rd_kafka_mock_broker_set_up(_cluster, id);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_client == IntPtr.Zero) return;
        Librdkafka.rd_kafka_mock_cluster_destroy(_cluster);
        Librdkafka.rd_kafka_destroy(_client);
        _cluster = _client = IntPtr.Zero;
    }
}
