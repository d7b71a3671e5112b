using Erp.AppHost.Eks.Dev;
using Erp.AppHost.Eks.Kubernetes;
using Erp.AppHost.Eks.Plan;
using Erp.AppHost.Eks.Writing;

namespace Erp.AppHost.Eks.Production;

/// <summary>Metrics for the Prometheus operator: a port for them on every service, who scrapes it, alerts, dashboards, Kafka's exporter.</summary>
internal static class Monitoring
{
    public const string Name = "monitoring";

    /// <summary>With <see cref="NetworkPolicies"/>: what monitoring needs of the network beyond the application's own flows.</summary>
    public const string PolicyName = "network-policy-monitoring";

    public const int MetricsPort = 9464;

    public static IEnumerable<ManifestFile> Write(ClusterPlan plan)
    {
        var folder = new Folder($"components/{Name}")
            .Add(Scrape(plan, "erp-services", new() { MatchLabels = Labels.Sorted((Labels.Component, Labels.Components.Service), (Labels.PartOf, Labels.System)) }), "services")
            .Add(Alerts.Write(plan))
            .Add(Dashboards.Services(plan), "services-dashboard")
            .Add(Dashboards.Messages(plan), "messages-dashboard")
            .AddPatch("metrics-port.yaml",
            [
                new("add", "/spec/template/spec/containers/0/ports/-", new ContainerPort("metrics", MetricsPort)),
                new("add", "/spec/template/spec/containers/0/env/-", new EnvVar("METRICS_PORT", $"{MetricsPort}")),
            ]);
        if (HasKafka(plan))
        {
            folder.Add(Scrape(plan, KafkaExporter.Name, LabelSelector.App(KafkaExporter.Name)), KafkaExporter.Name);
            foreach (var item in KafkaExporter.Write(plan))
                folder.Add(item);
        }
        return folder.Close(Kustomization.Component with
        {
            Patches = [new("metrics-port.yaml", new() { Kind = "Deployment", LabelSelector = ServiceFolder.Selector })],
        });
    }

    public static IEnumerable<ManifestFile> WritePolicies(ClusterPlan plan)
    {
        var folder = new Folder($"components/{PolicyName}");
        foreach (var policy in NetworkPolicies.ForFlows(plan.Namespace, FlowsOf(plan), "-monitoring"))
            folder.Add(policy, policy.Metadata.Name);
        return folder.Close(Kustomization.Component);
    }

    public static IReadOnlyList<Flow> FlowsOf(ClusterPlan plan)
    {
        var prometheus = new Peer.InNamespace(plan.Options.MonitoringNamespace);
        var exporter = new Peer.App(KafkaExporter.Name);
        var flows = plan.Services.Select(s => new Flow(prometheus, new Peer.App(s.Name), MetricsPort, "scrapes it")).ToList();
        if (!HasKafka(plan)) return flows;
        var kafka = plan.Backings.First(b => b.Kind == BackingKind.Kafka);
        Peer brokers = plan.Kafka is null ? new Peer.Addresses(plan.Options.VpcCidr) : new Peer.App(KafkaPlan.Name);
        return [.. flows, new(prometheus, exporter, KafkaExporter.Port, "scrapes it"), new(exporter, brokers, kafka.Port, "reads offsets")];
    }

    private static bool HasKafka(ClusterPlan plan) => plan.Backings.Any(b => b.Kind == BackingKind.Kafka);

    private static PodMonitor Scrape(ClusterPlan plan, string name, LabelSelector pods) => new()
    {
        Metadata = new() { Name = name, Namespace = plan.Namespace, Labels = Labels.For(name, Labels.Components.Monitoring) },
        Spec = new()
        {
            Selector = pods,
            PodTargetLabels = ["app", "rollouts-pod-template-hash"],
            PodMetricsEndpoints = [new("metrics", "/metrics", "30s")],
        },
    };
}
