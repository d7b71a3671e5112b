using Erp.AppHost.Eks.Kubernetes;
using Erp.AppHost.Eks.Plan;

namespace Erp.AppHost.Eks.Production;

/// <summary>Lag per group and topic as Kafka itself sees it, also of a group none of whose consumers runs. Two, so that one may go.</summary>
internal static class KafkaExporter
{
    public const string Name = "kafka-exporter";
    public const int Port = 9308;
    public const string Image = "danielqsj/kafka-exporter:v1.9.0";
    private const int Nobody = 65534;

    public static IEnumerable<KubernetesObject> Write(ClusterPlan plan) =>
    [
        new ServiceAccount { Metadata = Meta(plan) },
        Deployment(plan),
        new PodDisruptionBudget { Metadata = Meta(plan), Spec = new() { MinAvailable = 1, Selector = LabelSelector.App(Name) } },
    ];

    public static ObjectMeta Meta(ClusterPlan plan) => new() { Name = Name, Namespace = plan.Namespace, Labels = Labels.For(Name, Labels.Components.Monitoring) };

    private static Deployment Deployment(ClusterPlan plan) => new()
    {
        Metadata = Meta(plan),
        Spec = new()
        {
            Replicas = 2,
            RevisionHistoryLimit = 5,
            Selector = LabelSelector.App(Name),
            Strategy = new("RollingUpdate", new(1, 1)),
            Template = new()
            {
                Metadata = new() { Labels = Labels.For(Name, Labels.Components.Monitoring) },
                Spec = new()
                {
                    ServiceAccountName = Name,
                    TerminationGracePeriodSeconds = 10,
                    SecurityContext = new() { RunAsUser = Nobody, RunAsGroup = Nobody, FsGroup = Nobody },
                    Affinity = new(new() { PreferredDuringSchedulingIgnoredDuringExecution = [new(100, new(Topology.Zone, LabelSelector.App(Name)))] }),
                    Containers = [Container(plan)],
                    Volumes = [Volume.Scratch("tmp", "16Mi")],
                },
            },
        },
    };

    private static Container Container(ClusterPlan plan)
    {
        var kafka = plan.Backings.First(b => b.Kind == BackingKind.Kafka);
        return new()
        {
            Name = Name,
            Image = Image,
            ImagePullPolicy = "IfNotPresent",
            Args =
            [
                // The client asks the bootstrap address for all the others.
                plan.Kafka is null ? $"--kafka.server={plan.Options.Msk.Bootstrap.Split(',')[0]}" : "--kafka.server=$(KAFKA_BOOTSTRAP_SERVERS)",
                .. kafka.Secrets.Count == 0 ? Array.Empty<string>() :
                [
                    "--tls.enabled", "--sasl.enabled", "--sasl.mechanism=scram-sha512",
                    "--sasl.username=$(KAFKA_USERNAME)", "--sasl.password=$(KAFKA_PASSWORD)",
                ],
            ],
            Ports = [new("metrics", Port)],
            Env =
            [
                .. plan.Kafka is null ? Array.Empty<EnvVar>() : [EnvVar.FromConfig("KAFKA_BOOTSTRAP_SERVERS", Shared.ConfigMap, "KAFKA_BOOTSTRAP_SERVERS")],
                .. kafka.Secrets.Select(key => EnvVar.FromSecret(key, Shared.Secret, key)),
            ],
            Resources = ResourceRequirements.Of("50m", "64Mi", "200m", "128Mi"),
            LivenessProbe = new() { TcpSocket = new("metrics"), PeriodSeconds = 20, TimeoutSeconds = 3, FailureThreshold = 3 },
            ReadinessProbe = new() { HttpGet = new("/healthz", "metrics"), PeriodSeconds = 15, TimeoutSeconds = 3, FailureThreshold = 3 },
            SecurityContext = new(),
            VolumeMounts = [new("tmp", "/tmp")],
        };
    }
}
