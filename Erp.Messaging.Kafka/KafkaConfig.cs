using Confluent.Kafka;

namespace Erp.Messaging.Kafka;

/// <summary>From our options to librdkafka's.</summary>
internal static class KafkaConfig
{
    public static ProducerConfig Producer(KafkaOptions options) => With(options, new ProducerConfig
    {
        EnableIdempotence = true,
        Acks = Acks.All,
        // One request at a time to each broker, and time for others to join it. While five messages or more of a
        // partition are under way librdkafka sends no others of it, and asks again and again without a pause until they
        // are answered: a fifth of all processor time on a busy machine.
        LingerMs = 5,
        MaxInFlight = 1,
        MessageTimeoutMs = (int)options.PublishTimeout.TotalMilliseconds,
        RequestTimeoutMs = 5000,
        QueueBufferingMaxMessages = 20_000,
        TopicMetadataPropagationMaxMs = 5000,
        // The partitioner of the Java clients, so that a key is in the same partition whoever writes it.
        Partitioner = Partitioner.Murmur2Random,
    });

    public static ConsumerConfig Consumer(KafkaOptions options, string group) => With(options, new ConsumerConfig
    {
        GroupId = group,
        PartitionAssignmentStrategy = PartitionAssignmentStrategy.CooperativeSticky,
        AutoOffsetReset = AutoOffsetReset.Earliest,
        // Offsets are stored when a message is handled, and what is stored is committed in the background and on
        // leaving.
        EnableAutoOffsetStore = false,
        EnableAutoCommit = true,
        AutoCommitIntervalMs = 500,
        SessionTimeoutMs = (int)options.SessionTimeout.TotalMilliseconds,
        HeartbeatIntervalMs = 1000,
        // Longer than any hand-over, during which nothing is polled: DrainTimeout, and the commit after it.
        MaxPollIntervalMs = 300_000,
        FetchWaitMaxMs = 100,
        FetchErrorBackoffMs = 200,
        QueuedMinMessages = 1000,
        QueuedMaxMessagesKbytes = 16 * 1024,
        // How soon a full queue is looked at again. With its default, a second, a fast reader waits for most of it.
        FetchQueueBackoffMs = 10,
        AllowAutoCreateTopics = false,
    });

    public static T With<T>(KafkaOptions options, T config) where T : ClientConfig
    {
        config.BootstrapServers = options.BootstrapServers;
        config.ClientId = $"{Environment.MachineName}-{Environment.ProcessId}";
        config.SecurityProtocol = options.SecurityProtocol;
        if (options.SslCaLocation.Length > 0) config.SslCaLocation = options.SslCaLocation;
        if (options.SslCertificateLocation.Length > 0) config.SslCertificateLocation = options.SslCertificateLocation;
        if (options.SslKeyLocation.Length > 0) config.SslKeyLocation = options.SslKeyLocation;
        if (options.SaslMechanism is { } mechanism)
        {
            config.SaslMechanism = mechanism;
            config.SaslUsername = options.SaslUsername;
            config.SaslPassword = options.SaslPassword;
        }
        config.SocketKeepaliveEnable = true;
        config.SocketConnectionSetupTimeoutMs = 5000;
        config.ReconnectBackoffMs = 50;
        config.ReconnectBackoffMaxMs = 1000;
        config.TopicMetadataRefreshIntervalMs = 10_000;
        config.LogConnectionClose = false;
        return config;
    }
}
