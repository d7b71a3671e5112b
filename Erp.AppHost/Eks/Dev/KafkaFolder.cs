using Erp.AppHost.Eks.Kubernetes;
using Erp.AppHost.Eks.Plan;
using Erp.AppHost.Eks.Writing;

namespace Erp.AppHost.Eks.Dev;

/// <summary>Our own Kafka: three brokers in KRaft mode, their storage, and the Job that makes the topics.</summary>
internal static class KafkaFolder
{
    public const string Path = "kafka";

    public static IEnumerable<ManifestFile> Write(KafkaPlan kafka) => new Folder(Path)
        .Add(new ServiceAccount { Metadata = Meta(kafka, KafkaPlan.Name) })
        .Add(StorageClass())
        .Add(KafkaScripts.Write(kafka))
        .Add(KafkaStatefulSet.Write(kafka))
        .Add(Headless(kafka), "headless")
        .Add(Bootstrap(kafka))
        .Add(Budget(kafka))
        .Add(KafkaTopicsJob.Write(kafka))
        .Close();

    public static ObjectMeta Meta(KafkaPlan kafka, string name) => new()
    {
        Name = name,
        Namespace = kafka.Namespace,
        Labels = Labels.For(KafkaPlan.Name, Labels.Components.Broker),
    };

    private static StorageClass StorageClass() => new()
    {
        Metadata = new() { Name = KafkaStatefulSet.StorageClass, Labels = Labels.Shared(KafkaStatefulSet.StorageClass) },
        Provisioner = "ebs.csi.aws.com",
        Parameters = Labels.Sorted(("csi.storage.k8s.io/fstype", "ext4"), ("encrypted", "true"), ("type", "gp3")),
        ReclaimPolicy = "Delete",
        VolumeBindingMode = "WaitForFirstConsumer",
        AllowVolumeExpansion = true,
    };

    /// <summary>Names of the single pods. Brokers have to find each other before they are ready: a quorum makes them so.</summary>
    private static Service Headless(KafkaPlan kafka) => new()
    {
        Metadata = Meta(kafka, KafkaPlan.HeadlessService),
        Spec = new()
        {
            ClusterIP = "None",
            PublishNotReadyAddresses = true,
            Selector = Labels.Selector(KafkaPlan.Name),
            Ports = [new("broker", KafkaPlan.BrokerPort, "broker"), new("controller", KafkaPlan.ControllerPort, "controller")],
        },
    };

    private static Service Bootstrap(KafkaPlan kafka) => new()
    {
        Metadata = Meta(kafka, KafkaPlan.BootstrapService),
        Spec = new() { Selector = Labels.Selector(KafkaPlan.Name), Ports = [new("broker", KafkaPlan.BrokerPort, "broker")] },
    };

    private static PodDisruptionBudget Budget(KafkaPlan kafka) => new()
    {
        Metadata = Meta(kafka, KafkaPlan.Name),
        Spec = new() { MaxUnavailable = 1, Selector = LabelSelector.App(KafkaPlan.Name) },
    };
}
