using Erp.AppHost.Eks.Base;
using Erp.AppHost.Eks.Kubernetes;
using Erp.AppHost.Eks.Plan;
using Erp.AppHost.Eks.Writing;

namespace Erp.AppHost.Eks.Components;

/// <summary>Metrics for the Prometheus operator: a port for them on every service, who scrapes it, alerts, dashboards,
/// Kafka's exporter.</summary>
internal static class Monitoring
{
    public const string Name = "monitoring";

    /// <summary>With <see cref="NetworkPolicies"/>: what monitoring needs of the network beyond the application's own
    /// flows.</summary>
    public const string PolicyName = "network-policy-monitoring";

    private const string Path = $"components/{Name}";

    private const int MetricsPort = 9464;

    /// <summary>What asks for brokers, volumes and certificates of our own.</summary>
    private static readonly string[] AlertsOfBrokers =
    [
        "ErpKafkaBrokerMissing", "ErpKafkaNoQuorum", "ErpKafkaVolumeFilling", "ErpCertificateNotRenewed",
        "ErpCertificateStale",
    ];

    public static IEnumerable<ManifestFile> Write(ClusterPlan plan)
    {
        var folder = new Folder(Path,
        [
            ("namespace", plan.Namespace),
            ("brokers", plan.RunsBrokers ? KafkaFolder.Brokers(plan)["spec", "replicas"].ToString()! : "0"),
            .. plan.Kafka is null ? [] : KafkaExporter.Values(plan),
        ]);
        folder.Add("prometheusrule.yaml", Alerts(plan, folder)).AddTemplates();
        if (plan.Kafka is not null) folder.AddTemplates(KafkaExporter.Name);
        foreach (var file in EmbeddedFile.In(Path, ".json"))
            folder.Add(Dashboard(plan, file), $"{file["erp-".Length..^".json".Length]}-dashboard");
        return folder.Close(Kustomization.Component with
        {
            Patches =
                [new("metrics-port.yaml", new() { Kind = "Deployment", LabelSelector = ServiceFolder.Selector })],
        });
    }

    private static Template Alerts(ClusterPlan plan, Folder folder)
    {
        var rules = folder.Template("prometheusrule.yaml");
        if (plan.RunsBrokers) return rules;
        var groups = rules.List("spec", "groups").Cast<Dictionary<object, object>>().ToList();
        foreach (var group in groups)
        {
            var alerts = (List<object>)group["rules"];
            alerts.RemoveAll(alert => AlertsOfBrokers.Contains(((Dictionary<object, object>)alert)["alert"]));
            if (alerts.Count == 0) rules.List("spec", "groups").Remove(group);
        }
        return rules;
    }

    /// <summary>A dashboard as Grafana exports and imports it. Grafana's sidecar finds it by the label.</summary>
    private static ConfigMap Dashboard(ClusterPlan plan, string file)
    {
        var name = file[..^".json".Length];
        var labels = Labels.For(name, Labels.Components.Monitoring).Append(new("grafana_dashboard", "1"));
        return new()
        {
            Metadata = new()
            {
                Name = $"{name}-dashboard",
                Namespace = plan.Namespace,
                Labels = new SortedDictionary<string, string>(labels.ToDictionary(), StringComparer.Ordinal),
            },
            Data = Labels.Sorted((file, EmbeddedFile.Read($"{Path}/{file}"))),
        };
    }

    public static IEnumerable<ManifestFile> WritePolicies(ClusterPlan plan)
    {
        var folder = new Folder($"components/{PolicyName}");
        foreach (var policy in NetworkPolicies.ForFlows(plan.Namespace, FlowsOf(plan), app => $"{app}-monitoring"))
            folder.Add(policy, policy.Metadata.Name);
        return folder.Close(Kustomization.Component);
    }

    private static IReadOnlyList<Flow> FlowsOf(ClusterPlan plan)
    {
        var prometheus = new Peer.InNamespace(plan.Options.MonitoringNamespace);
        var exporter = new Peer.App(KafkaExporter.Name);
        var flows = plan.Services.Select(s => new Flow(prometheus, new Peer.App(s.Name), MetricsPort, "scrapes it"));
        if (plan.Kafka is not { } kafka) return [.. flows];
        Peer brokers = plan.RunsBrokers ? new Peer.App(OwnKafka.Name) : new Peer.Addresses(plan.Options.VpcCidrs);
        return
        [
            .. flows,
            new(prometheus, exporter, KafkaExporter.Port, "scrapes it"),
            new(exporter, brokers, kafka.Port, "reads offsets"),
        ];
    }
}
