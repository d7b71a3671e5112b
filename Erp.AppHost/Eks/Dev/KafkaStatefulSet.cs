using Erp.AppHost.Eks.Kubernetes;
using Erp.AppHost.Eks.Plan;

namespace Erp.AppHost.Eks.Dev;

/// <summary>The brokers. Never a Deployment: each one's name, volume and node id have to outlive its pod.</summary>
internal static class KafkaStatefulSet
{
    public const string StorageClass = "gp3";
    private const string Claim = "kafka-data";

    public static ResourceRequirements Resources { get; } = ResourceRequirements.Of("250m", "1Gi", "1", "1536Mi");

    public static StatefulSet Write(KafkaPlan kafka) => new()
    {
        Metadata = KafkaFolder.Meta(kafka, KafkaPlan.Name),
        Spec = new()
        {
            ServiceName = KafkaPlan.HeadlessService,
            Replicas = KafkaPlan.Brokers,
            RevisionHistoryLimit = 5,
            PodManagementPolicy = "OrderedReady",
            UpdateStrategy = new("RollingUpdate"),
            PersistentVolumeClaimRetentionPolicy = new("Retain", "Retain"),
            Selector = LabelSelector.App(KafkaPlan.Name),
            Template = new()
            {
                Metadata = new() { Labels = Labels.For(KafkaPlan.Name, Labels.Components.Broker) },
                Spec = Pod(kafka),
            },
            VolumeClaimTemplates =
            [
                new(new() { Name = Claim, Labels = Labels.For(KafkaPlan.Name, Labels.Components.Broker) }, new()
                {
                    AccessModes = ["ReadWriteOnce"],
                    StorageClassName = StorageClass,
                    Resources = new(Labels.Sorted(("storage", $"{KafkaPlan.StorageGi}Gi"))),
                }),
            ],
        },
    };

    private static PodSpec Pod(KafkaPlan kafka) => new()
    {
        ServiceAccountName = KafkaPlan.Name,
        // A broker hands its leaderships over before it stops.
        TerminationGracePeriodSeconds = 180,
        SecurityContext = new()
        {
            RunAsUser = KafkaPlan.User,
            RunAsGroup = KafkaPlan.User,
            FsGroup = KafkaPlan.User,
            FsGroupChangePolicy = "OnRootMismatch",
        },
        Affinity = new(new()
        {
            RequiredDuringSchedulingIgnoredDuringExecution = [new(Topology.Host, LabelSelector.App(KafkaPlan.Name))],
            PreferredDuringSchedulingIgnoredDuringExecution = [new(100, new(Topology.Zone, LabelSelector.App(KafkaPlan.Name)))],
        }),
        Containers = [Container(kafka)],
        Volumes =
        [
            new("scripts") { ConfigMap = new(KafkaScripts.Name, DefaultMode: 0b101_101_101) },
            Volume.Scratch("config", "16Mi"),
            Volume.Scratch("logs", "256Mi"),
            Volume.Scratch("tmp", "64Mi"),
        ],
    };

    private static Container Container(KafkaPlan kafka) => new()
    {
        Name = KafkaPlan.Name,
        Image = KafkaPlan.Image,
        ImagePullPolicy = "IfNotPresent",
        Ports = [new("broker", KafkaPlan.BrokerPort), new("controller", KafkaPlan.ControllerPort)],
        Env = KafkaSettings.Env(kafka),
        Resources = Resources,
        // The controller's port opens without a quorum; the broker's does not.
        StartupProbe = new() { TcpSocket = new("controller"), PeriodSeconds = 3, FailureThreshold = 100 },
        LivenessProbe = new() { TcpSocket = new("controller"), PeriodSeconds = 20, TimeoutSeconds = 5, FailureThreshold = 6 },
        ReadinessProbe = new() { Exec = new(["bash", KafkaScripts.ReadinessPath]), PeriodSeconds = 15, TimeoutSeconds = 15, FailureThreshold = 2 },
        SecurityContext = new(),
        VolumeMounts =
        [
            // A folder inside the volume: the file system's own lost+found is no partition's folder.
            new(Claim, KafkaPlan.DataFolder) { SubPath = "log" },
            new("scripts", KafkaScripts.Folder) { ReadOnly = true },
            new("config", "/opt/kafka/config"),
            new("logs", "/opt/kafka/logs"),
            new("tmp", "/tmp"),
        ],
    };
}
