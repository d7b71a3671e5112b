using Erp.AppHost.Eks.Base;
using Erp.AppHost.Eks.Kubernetes;
using Erp.AppHost.Eks.Plan;
using Erp.AppHost.Eks.Writing;

namespace Erp.AppHost.Eks.Components;

/// <summary>Kafka with TLS only: both listeners need a certificate of our own authority, from brokers and from clients.
/// Each client has its own, and the rights that it needs (<see cref="KafkaAcls"/>).</summary>
internal static class KafkaTls
{
    public const string Name = "tls";

    private const string Path = $"components/{Name}";

    public static IEnumerable<ManifestFile> Write(ClusterPlan plan)
    {
        var folder = new Folder(Path,
            ("namespace", plan.Namespace), ("image", KafkaFolder.Image(plan)),
            ("acls", KafkaAcls.Of(plan).Cast<object>().ToList()));
        folder.Add("kafka.yaml", BrokerPatch(plan, folder));
        foreach (var client in plan.UsersOfKafka.Select(s => s.Name).Append(OwnKafka.TopicsJob)
            .Append(KafkaExporter.Name))
        {
            folder.Add($"certificate-{client}.yaml", OfClient(plan, client, "certificate.yaml"));
        }
        foreach (var service in plan.UsersOfKafka)
            folder.Add($"{service.Folder}.yaml", OfClient(plan, service.Name, "deployment.yaml"));
        return folder.AddTemplates().Close(Kustomization.Component with
        {
            Patches =
            [
                new("kafka.yaml", new() { Kind = "StatefulSet", Name = OwnKafka.Name }),
                new("kafka-topics.yaml", new() { Kind = "Job", Name = OwnKafka.TopicsJob }),
                .. plan.UsersOfKafka.Select(service => new KustomizePatch(
                    $"{service.Folder}.yaml", new() { Kind = "Deployment", Name = service.Name })),
                new("kafka-exporter.yaml", new() { Kind = "Deployment", Name = KafkaExporter.Name }),
            ],
        });
    }

    private static Template OfClient(ClusterPlan plan, string client, string template) =>
        new($"{Path}/client/{template}", ("namespace", plan.Namespace), ("client", client));

    private static Template BrokerPatch(ClusterPlan plan, Folder folder)
    {
        var patch = folder.Template("kafka.yaml");
        var variables = KafkaFolder.Brokers(plan, "SSL").List("spec", "template", "spec", "containers", 0, "env");
        patch.List(0, "value").InsertRange(0, variables);
        return patch;
    }
}
