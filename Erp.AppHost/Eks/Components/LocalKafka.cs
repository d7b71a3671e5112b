using Erp.AppHost.Eks.Base;
using Erp.AppHost.Eks.Kubernetes;
using Erp.AppHost.Eks.Plan;
using Erp.AppHost.Eks.Writing;

namespace Erp.AppHost.Eks.Components;

/// <summary>Our own Kafka with one broker, which keeps one copy of everything, on a volume of the cluster's default
/// class.</summary>
internal static class LocalKafka
{
    private const string Variables = "/spec/template/spec/containers/0/env";

    public static IEnumerable<PatchOperation> Brokers(ClusterPlan plan) =>
    [
        new("replace", "/spec/replicas", 1),
        new("remove", "/spec/volumeClaimTemplates/0/spec/storageClassName"),
        new("replace", Variables, OfOne(KafkaFolder.Brokers(plan))),
    ];

    public static IEnumerable<PatchOperation> Topics(ClusterPlan plan) =>
        [new("replace", Variables, OfOne(KafkaFolder.TopicsJob(plan)))];

    private static List<object> OfOne(Template workload)
    {
        var variables = workload.List("spec", "template", "spec", "containers", 0, "env");
        foreach (var variable in variables.Cast<Dictionary<object, object>>())
        {
            var name = (string)variable["name"];
            if (name == "KAFKA_CONTROLLER_QUORUM_VOTERS") variable["value"] = ((string)variable["value"]).Split(',')[0];
            else if (IsCopies(name)) variable["value"] = "1";
        }
        return variables;
    }

    private static bool IsCopies(string name) =>
        name.EndsWith("REPLICATION_FACTOR", StringComparison.Ordinal)
        || name.EndsWith("MIN_ISR", StringComparison.Ordinal)
        || name.EndsWith("MIN_INSYNC_REPLICAS", StringComparison.Ordinal);
}
