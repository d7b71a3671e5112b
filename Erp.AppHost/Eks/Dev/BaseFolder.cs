using Erp.AppHost.Eks.Kubernetes;
using Erp.AppHost.Eks.Plan;
using Erp.AppHost.Eks.Writing;

namespace Erp.AppHost.Eks.Dev;

/// <summary>What everything else needs first: the namespace and the shared configuration.</summary>
internal static class BaseFolder
{
    public const string Path = "base";

    public static IEnumerable<ManifestFile> Write(ClusterPlan plan) => new Folder(Path)
        .Add(Namespace(plan))
        .Add(new ConfigMap
        {
            Metadata = new() { Name = Shared.ConfigMap, Namespace = plan.Namespace, Labels = Labels.Shared(Shared.ConfigMap) },
            Data = plan.Config,
        })
        .Close();

    private static Namespace Namespace(ClusterPlan plan) => new()
    {
        Metadata = new()
        {
            Name = plan.Namespace,
            Labels = Labels.Sorted(
                (Labels.Name, plan.Namespace),
                (Labels.PartOf, Labels.System),
                ("elbv2.k8s.aws/pod-readiness-gate-inject", "enabled"),
                ("pod-security.kubernetes.io/enforce", "restricted"),
                ("pod-security.kubernetes.io/enforce-version", "v1.31"),
                ("pod-security.kubernetes.io/audit", "restricted"),
                ("pod-security.kubernetes.io/warn", "restricted")),
        },
    };
}
