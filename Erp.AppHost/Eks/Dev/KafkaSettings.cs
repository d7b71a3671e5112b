using Erp.AppHost.Eks.Kubernetes;
using Erp.AppHost.Eks.Plan;
using Erp.Contracts;

namespace Erp.AppHost.Eks.Dev;

/// <summary>Configuration of a broker as variables: the image turns <c>KAFKA_LOG_DIRS</c> into
/// <c>log.dirs</c>.</summary>
internal static class KafkaSettings
{
    public const string PodName = "POD_NAME";

    /// <param name="kafka">The brokers.</param>
    /// <param name="protocol">PLAINTEXT or SSL, for both listeners.</param>
    /// <param name="further">Settings that the protocol needs.</param>
    public static IReadOnlyList<EnvVar> Env(KafkaPlan kafka, string protocol = "PLAINTEXT", params EnvVar[] further)
    {
        var (copies, inSync) = (Text(KafkaPlan.Brokers), Text(KafkaPlan.MinInSyncReplicas));
        return
        [
            EnvVar.FromField(PodName, "metadata.name"),
            // The ordinal; StatefulSets label their pods with it.
            EnvVar.FromField("KAFKA_NODE_ID", "metadata.labels['apps.kubernetes.io/pod-index']"),
            // Written into every volume: with another one brokers refuse their data.
            new("CLUSTER_ID", "ZXJwLWthZmthLWNsdXN0ZQ"),
            new("KAFKA_HEAP_OPTS", "-Xms512m -Xmx512m"),
            // The start script's own arguments without -loggc: ten garbage collector logs of 100 MB are more than the
            // volume for logs holds.
            new("EXTRA_ARGS", "-name kafkaServer"),
            new("KAFKA_PROCESS_ROLES", "broker,controller"),
            new("KAFKA_CONTROLLER_QUORUM_VOTERS", kafka.Voters),
            new("KAFKA_CONTROLLER_LISTENER_NAMES", "CONTROLLER"),
            new("KAFKA_INTER_BROKER_LISTENER_NAME", "BROKER"),
            new("KAFKA_LISTENERS", $"BROKER://:{KafkaPlan.BrokerPort},CONTROLLER://:{KafkaPlan.ControllerPort}"),
            new("KAFKA_ADVERTISED_LISTENERS", $"BROKER://{kafka.Host($"$({PodName})")}:{KafkaPlan.BrokerPort}"),
            new("KAFKA_LISTENER_SECURITY_PROTOCOL_MAP", $"BROKER:{protocol},CONTROLLER:{protocol}"),
            new("KAFKA_LOG_DIRS", KafkaPlan.DataFolder),
            new("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false"),
            new("KAFKA_UNCLEAN_LEADER_ELECTION_ENABLE", "false"),
            new("KAFKA_NUM_PARTITIONS", Text(Topics.Partitions)),
            new("KAFKA_DEFAULT_REPLICATION_FACTOR", copies),
            new("KAFKA_MIN_INSYNC_REPLICAS", inSync),
            new("KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR", copies),
            // A replay of dead letters goes on where the last one ended, so its offsets have to outlive them.
            new("KAFKA_OFFSETS_RETENTION_MINUTES", Text((Topics.DeadLetterRetention.Days + 10) * 24 * 60)),
            new("KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR", copies),
            new("KAFKA_TRANSACTION_STATE_LOG_MIN_ISR", inSync),
            new("KAFKA_SHARE_COORDINATOR_STATE_TOPIC_REPLICATION_FACTOR", copies),
            new("KAFKA_SHARE_COORDINATOR_STATE_TOPIC_MIN_ISR", inSync),
            // Six topics of three partitions fill less than half of the volume with it.
            new("KAFKA_LOG_RETENTION_BYTES", "268435456"),
            new("KAFKA_LOG_SEGMENT_BYTES", "67108864"),
            // Pod 0 waits alone until pod 1 is there and the two are a quorum; after the default of one minute it would
            // give up and restart.
            new("KAFKA_INITIAL_BROKER_REGISTRATION_TIMEOUT_MS", "1800000"),
            .. further,
        ];
    }

    private static string Text(int number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
