using Erp.AppHost.Eks.Kubernetes;
using Erp.AppHost.Eks.Plan;
using Erp.AppHost.Eks.Writing;

namespace Erp.AppHost.Eks.Dev;

/// <summary>Scripts that run in Kafka's image: the brokers' readiness and the making of topics.</summary>
internal static class KafkaScripts
{
    public const string Name = "kafka-scripts";
    public const string Folder = "/opt/erp";
    public const string Readiness = "readiness.sh";
    public const string Topics = "topics.sh";
    public const string ReadinessPath = $"{Folder}/{Readiness}";
    public const string TopicsPath = $"{Folder}/{Topics}";

    public static ConfigMap Write(KafkaPlan kafka) => new()
    {
        Metadata = KafkaFolder.Meta(kafka, Name),
        Data = Labels.Sorted((Readiness, EmbeddedText.Read(Readiness)), (Topics, EmbeddedText.Read(Topics))),
    };
}
