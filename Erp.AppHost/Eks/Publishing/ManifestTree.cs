using Erp.AppHost.Eks.Base;
using Erp.AppHost.Eks.Components;
using Erp.AppHost.Eks.Kubernetes;
using Erp.AppHost.Eks.Plan;
using Erp.AppHost.Eks.Writing;

namespace Erp.AppHost.Eks.Publishing;

/// <summary>All files: base, Kafka and a folder per service, the kustomization over them, the components, the overlay
/// that opts in to them, and one for a cluster on one's own machine.</summary>
internal static class ManifestTree
{
    /// <summary>Pods come last: the load balancer's controller gives a readiness gate to those that are made when
    /// their Service and TargetGroupBinding are there already.</summary>
    private static readonly SortOptions PodsLast = SortOptions.ByKind(
        first: ["Namespace", "StorageClass", "ServiceAccount", "ConfigMap", "Secret", "Service", "TargetGroupBinding"],
        last: ["StatefulSet", "Job", "Deployment", "Rollout", "HorizontalPodAutoscaler"]);

    public static IReadOnlyList<ManifestFile> Write(ClusterPlan plan, IReadOnlyDictionary<string, string> digests) =>
    [
        .. BaseFolder.Write(plan),
        .. plan.RunsBrokers ? KafkaFolder.Write(plan) : [],
        .. plan.Base.SelectMany(service => ServiceFolder.Write(plan, service)),
        SecretExample.Write(plan),
        Dev(plan),
        .. plan.Components.SelectMany(service => ServiceComponent.Write(plan, service)),
        .. NetworkPolicies.Write(plan),
        .. Autoscaling.Write(plan),
        .. ZoneSpread.Write(plan),
        .. Monitoring.Write(plan),
        .. Monitoring.WritePolicies(plan),
        .. plan.RunsBrokers ? KafkaTls.Write(plan) : [],
        .. ExternalSecrets.Write(plan),
        .. Rollouts.Write(plan),
        .. DigestPins.Write(plan, digests),
        .. Aspirate.Write(plan),
        Production(plan),
        .. plan.RunsBrokers ? LocalOverlay.Write(plan, Folders(plan), PodsLast) : [],
    ];

    private static ManifestFile Dev(ClusterPlan plan) => ManifestFile.Of("kustomization.yaml", Kustomization.Folder with
    {
        Resources = [.. Folders(plan)],
        Components = [$"components/{NetworkPolicies.Name}"],
        SecretGenerator = [SecretExample.Generator(plan)],
        SortOptions = PodsLast,
    });

    private static ManifestFile Production(ClusterPlan plan)
    {
        var name = plan.Options.IsDev ? "prod" : plan.Options.Environment;
        return ManifestFile.Of($"overlays/{name}/kustomization.yaml", Kustomization.Folder with
        {
            Resources = [.. Folders(plan).Select(folder => $"../../{folder}")],
            Components = [.. Components(plan).Select(component => $"../../components/{component}")],
            SortOptions = PodsLast,
        });
    }

    /// <summary>In the order in which plain <c>kubectl apply -f</c> takes them.</summary>
    private static IEnumerable<string> Folders(ClusterPlan plan) =>
    [
        BaseFolder.Path,
        .. plan.RunsBrokers ? [KafkaFolder.Path] : Array.Empty<string>(),
        .. plan.Base.Select(s => s.Folder),
    ];

    /// <summary>In an order that works: services before what patches them, monitoring before TLS (which its exporter
    /// takes part in), autoscaling before rollouts.</summary>
    private static IEnumerable<string> Components(ClusterPlan plan) =>
    [
        .. plan.Components.Select(ServiceComponent.NameOf),
        NetworkPolicies.Name, .. plan.Components.Select(ServiceComponent.PolicyNameOf), Autoscaling.Name,
        ZoneSpread.Name, Monitoring.Name, Monitoring.PolicyName,
        .. plan.RunsBrokers ? [KafkaTls.Name] : Array.Empty<string>(),
        ExternalSecrets.Name, Rollouts.Name, DigestPins.Name,
    ];
}
