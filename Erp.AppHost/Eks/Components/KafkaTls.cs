using Erp.AppHost.Eks.Base;
using Erp.AppHost.Eks.Kubernetes;
using Erp.AppHost.Eks.Plan;
using Erp.AppHost.Eks.Writing;

namespace Erp.AppHost.Eks.Components;

/// <summary>Kafka with TLS only: both listeners need a certificate of our own authority, from brokers and from
/// clients.</summary>
internal static class KafkaTls
{
    public const string Name = "tls";

    public static IEnumerable<ManifestFile> Write(ClusterPlan plan)
    {
        var folder = new Folder($"components/{Name}", ("namespace", plan.Namespace));
        return folder.Add("kafka.yaml", BrokerPatch(plan, folder)).AddTemplates().Close(Kustomization.Component with
        {
            Patches =
            [
                new("kafka.yaml", new() { Kind = "StatefulSet", Name = OwnKafka.Name }),
                new("kafka-topics.yaml", new() { Kind = "Job", Name = OwnKafka.TopicsJob }),
                .. plan.Services.Where(s => s.Uses.Contains(BackingKind.Kafka))
                    .Select(s => new KustomizePatch("clients.yaml", new() { Kind = "Deployment", Name = s.Name })),
                new("kafka-exporter.yaml", new() { Kind = "Deployment", Name = KafkaExporter.Name }),
            ],
        });
    }

    private static Template BrokerPatch(ClusterPlan plan, Folder folder)
    {
        var patch = folder.Template("kafka.yaml");
        var variables = KafkaFolder.Brokers(plan, "SSL").List("spec", "template", "spec", "containers", 0, "env");
        patch.List(0, "value").InsertRange(0, variables);
        return patch;
    }
}
