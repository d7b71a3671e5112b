using Erp.AppHost.Eks.Kubernetes;
using Erp.AppHost.Eks.Plan;
using Erp.AppHost.Eks.Writing;

namespace Erp.AppHost.Eks.Components;

/// <summary>Exports the lag per group and topic (Templates/components/monitoring/kafka-exporter).</summary>
internal static class KafkaExporter
{
    public const string Name = "kafka-exporter";
    public const int Port = 9308;

    /// <summary>What its templates take from the plan: where Kafka is, and how to get in.</summary>
    public static IReadOnlyList<(string Name, object Value)> Values(ClusterPlan plan) =>
        [("arguments", Arguments(plan)), ("variables", Variables(plan))];

    public static string Image(ClusterPlan plan) => (string)new Template(
            $"components/{Monitoring.Name}/{Name}/deployment.yaml", [("namespace", plan.Namespace), .. Values(plan)])
        ["spec", "template", "spec", "containers", 0, "image"];

    /// <summary>Of its protocol: without it the exporter speaks that of Kafka 2.0, which brokers from 4.0 on do not
    /// understand any more (KIP-896).</summary>
    private const string Version = "--kafka.version=2.8.0";

    private static IReadOnlyList<string> Arguments(ClusterPlan plan) => plan.RunsBrokers
        ? ["--kafka.server=$(KAFKA_BOOTSTRAP_SERVERS)", Version]
        :
        [
            // Each of them: the first one may be the one that is away when the exporter starts.
            .. plan.Options.Msk.Bootstrap.Split(',').Select(broker => $"--kafka.server={broker}"), Version,
            "--tls.enabled", "--sasl.enabled", "--sasl.mechanism=scram-sha512",
            "--sasl.username=$(KAFKA_USERNAME)", "--sasl.password=$(KAFKA_PASSWORD)",
        ];

    private static IReadOnlyList<EnvVar> Variables(ClusterPlan plan) => plan.RunsBrokers
        ? [EnvVar.FromConfig("KAFKA_BOOTSTRAP_SERVERS", Shared.ConfigMap, "KAFKA_BOOTSTRAP_SERVERS")]
        : [.. plan.Kafka!.Secrets.Select(key => EnvVar.FromSecret(key, Shared.Secret, key))];
}
