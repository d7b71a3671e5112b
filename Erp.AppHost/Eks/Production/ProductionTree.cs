using Erp.AppHost.Eks.Dev;
using Erp.AppHost.Eks.Kubernetes;
using Erp.AppHost.Eks.Plan;
using Erp.AppHost.Eks.Writing;

namespace Erp.AppHost.Eks.Production;

/// <summary>The opt-in components, and the overlay that opts in to all of them.</summary>
internal static class ProductionTree
{
    public static IEnumerable<ManifestFile> Write(ClusterPlan plan, IReadOnlyDictionary<string, string> digests) =>
    [
        .. NetworkPolicies.Write(plan),
        .. Autoscaling.Write(plan),
        .. ZoneSpread.Write(plan),
        .. Monitoring.Write(plan),
        .. Monitoring.WritePolicies(plan),
        .. plan.RunsBrokers ? KafkaTls.Write(plan) : [],
        .. ExternalSecrets.Write(plan),
        .. Rollouts.Write(plan),
        .. ImageDigests.Write(plan, digests),
        .. Aspirate.Write(plan),
        Overlay(plan),
    ];

    /// <summary>In an order that works: monitoring before TLS (which its exporter takes part in), autoscaling before
    /// rollouts.</summary>
    public static IEnumerable<string> Components(ClusterPlan plan) =>
    [
        NetworkPolicies.Name, Autoscaling.Name, ZoneSpread.Name, Monitoring.Name, Monitoring.PolicyName,
        .. plan.RunsBrokers ? [KafkaTls.Name] : Array.Empty<string>(),
        ExternalSecrets.Name, Rollouts.Name, ImageDigests.Name,
    ];

    private static ManifestFile Overlay(ClusterPlan plan) => ManifestFile.Of($"overlays/{NameOf(plan.Options)}/kustomization.yaml", Kustomization.Folder with
    {
        Resources = [.. DevTree.Folders(plan).Select(folder => $"../../{folder}")],
        Components = [.. Components(plan).Select(component => $"../../components/{component}")],
    });

    private static string NameOf(EksOptions options) => options.Environment == EksOptions.Dev ? "prod" : options.Environment;
}
