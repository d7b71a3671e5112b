using Erp.AppHost.Eks.Base;
using Erp.AppHost.Eks.Kubernetes;
using Erp.AppHost.Eks.Plan;
using Erp.AppHost.Eks.Writing;

namespace Erp.AppHost.Eks.Components;

/// <summary>Canary releases by Argo Rollouts: a few pods of the new version first, and back by itself when they are
/// bad.</summary>
internal static class Rollouts
{
    public const string Name = "rollouts";

    private const string Path = $"components/{Name}";

    /// <summary>The new version's own series: arguments of the analysis.</summary>
    private const string Canary = "app=\"{{args.app}}\",rollouts_pod_template_hash=\"{{args.version}}\"";

    public static IEnumerable<ManifestFile> Write(ClusterPlan plan)
    {
        var folder = new Folder(Path,
            ("namespace", plan.Namespace), ("prometheus", plan.Options.PrometheusAddress),
            ("canary", $"namespace=\"{plan.Namespace}\",{Canary}"));
        foreach (var service in plan.Services)
        {
            folder.Add($"rollout-{service.Folder}.yaml", new Template(
                $"{Path}/service/rollout.yaml", ("namespace", plan.Namespace), ("service", service.Name)));
        }
        return folder.AddTemplates().Close(Kustomization.Component with
        {
            Patches =
            [
                new("deployment.yaml", new() { Kind = "Deployment", LabelSelector = ServiceFolder.Selector }),
                new("autoscaler.yaml",
                    new() { Kind = "HorizontalPodAutoscaler", LabelSelector = ServiceFolder.Selector }),
            ],
        });
    }
}
