using Erp.AppHost.Eks.Kubernetes;
using Erp.AppHost.Eks.Plan;
using Erp.Contracts;

namespace Erp.AppHost.Eks.Dev;

/// <summary>Makes the topics and their dead-letter topics once the brokers are there; brokers themselves make
/// none.</summary>
internal static class KafkaTopicsJob
{
    public const string Name = "kafka-topics";

    public static Job Write(KafkaPlan kafka) => new()
    {
        Metadata = Meta(kafka),
        Spec = new()
        {
            BackoffLimit = 20,
            ActiveDeadlineSeconds = 1800,
            // A finished Job is cleared away, so that the next apply may change it.
            TtlSecondsAfterFinished = 600,
            Template = new()
            {
                Metadata = new() { Labels = Labels.For(Name, Labels.Components.Broker) },
                Spec = new()
                {
                    RestartPolicy = "OnFailure",
                    ServiceAccountName = KafkaPlan.Name,
                    SecurityContext = new()
                    {
                        RunAsUser = KafkaPlan.User,
                        RunAsGroup = KafkaPlan.User,
                        FsGroup = KafkaPlan.User,
                    },
                    Containers = [Container()],
                    Volumes =
                    [
                        new("scripts") { ConfigMap = new(KafkaScripts.Name, DefaultMode: 0b101_101_101) },
                        Volume.Scratch("logs", "16Mi"),
                        Volume.Scratch("tmp", "16Mi"),
                    ],
                },
            },
        },
    };

    private static ObjectMeta Meta(KafkaPlan kafka) =>
        new() { Name = Name, Namespace = kafka.Namespace, Labels = Labels.For(Name, Labels.Components.Broker) };

    private static Container Container() => new()
    {
        Name = Name,
        Image = KafkaPlan.Image,
        ImagePullPolicy = "IfNotPresent",
        Command = ["bash", KafkaScripts.TopicsPath],
        Args = [.. Topics.All.SelectMany(Arguments)],
        Env =
        [
            EnvVar.FromConfig("KAFKA_BOOTSTRAP_SERVERS", Shared.ConfigMap, "KAFKA_BOOTSTRAP_SERVERS"),
            new("KAFKA_HEAP_OPTS", "-Xmx128m"),
            new("PARTITIONS", $"{Topics.Partitions}"),
            new("REPLICATION_FACTOR", $"{KafkaPlan.Brokers}"),
            new("MIN_INSYNC_REPLICAS", $"{KafkaPlan.MinInSyncReplicas}"),
        ],
        Resources = ResourceRequirements.Of("100m", "256Mi", "500m", "384Mi"),
        SecurityContext = new(),
        VolumeMounts =
        [
            new("scripts", KafkaScripts.Folder) { ReadOnly = true },
            new("logs", "/opt/kafka/logs"),
            new("tmp", "/tmp"),
        ],
    };

    private static IEnumerable<string> Arguments(Topic topic) =>
        [Argument(topic.Name, topic.Retention), Argument(topic.DeadLetters, Topics.DeadLetterRetention)];

    // As topics.sh takes it: NAME or NAME,SETTING=VALUE.
    private static string Argument(string name, TimeSpan? retention) =>
        retention is { } kept ? FormattableString.Invariant($"{name},retention.ms={kept.TotalMilliseconds}") : name;
}
