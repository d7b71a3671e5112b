using Erp.AppHost.Eks.Base;
using Erp.AppHost.Eks.Kubernetes;
using Erp.AppHost.Eks.Plan;
using Erp.AppHost.Eks.Writing;

namespace Erp.AppHost.Eks.Components;

/// <summary>Production's bounds of autoscaling; the number of replicas is the autoscaler's alone, and a share of them
/// may go at once.</summary>
internal static class Autoscaling
{
    public const string Name = "autoscaling";
    public const int MinReplicas = 5;
    public const int MaxReplicas = 20;

    public static IEnumerable<ManifestFile> Write(ClusterPlan plan)
    {
        var folder = new Folder($"components/{Name}").AddTemplates();
        foreach (var service in plan.Services)
        {
            folder.AddPatch($"{service.Folder}.yaml",
            [
                new("replace", "/spec/minReplicas", MinReplicas),
                new("replace", "/spec/maxReplicas", MaxReplicas),
            ]);
        }
        return folder.Close(Kustomization.Component with
        {
            Patches =
            [
                OfServices("replicas.yaml", "Deployment"),
                OfServices("poddisruptionbudget.yaml", "PodDisruptionBudget"),
                .. plan.Services.Select(service => new KustomizePatch(
                    $"{service.Folder}.yaml", new() { Kind = "HorizontalPodAutoscaler", Name = service.Name })),
            ],
        });
    }

    private static KustomizePatch OfServices(string file, string kind) =>
        new(file, new() { Kind = kind, LabelSelector = ServiceFolder.Selector });
}
