using Erp.AppHost.Eks.Dev;
using Erp.AppHost.Eks.Kubernetes;
using Erp.AppHost.Eks.Plan;
using Erp.AppHost.Eks.Writing;

namespace Erp.AppHost.Eks.Production;

/// <summary>Production's bounds of autoscaling; the number of replicas is the autoscaler's alone, and a share of them may go at once.</summary>
internal static class Autoscaling
{
    public const string Name = "autoscaling";
    public const int MinReplicas = 5;
    public const int MaxReplicas = 20;

    public static IEnumerable<ManifestFile> Write(ClusterPlan plan)
    {
        var folder = new Folder($"components/{Name}");
        var patches = new List<KustomizePatch> { new("replicas.yaml", new() { Kind = "Deployment", LabelSelector = ServiceFolder.Selector }) };
        patches.Add(new("poddisruptionbudget.yaml", new() { Kind = "PodDisruptionBudget", LabelSelector = ServiceFolder.Selector }));
        folder.AddPatch("replicas.yaml", [new("remove", "/spec/replicas")]);
        // One that has to stay is enough of two, not of twenty.
        folder.AddPatch("poddisruptionbudget.yaml", [new("remove", "/spec/minAvailable"), new("add", "/spec/maxUnavailable", "20%")]);
        foreach (var service in plan.Services)
        {
            folder.AddPatch($"{service.Folder}.yaml",
            [
                new("replace", "/spec/minReplicas", MinReplicas),
                new("replace", "/spec/maxReplicas", MaxReplicas),
            ]);
            patches.Add(new($"{service.Folder}.yaml", new() { Kind = "HorizontalPodAutoscaler", Name = service.Name }));
        }
        return folder.Close(Kustomization.Component with { Patches = patches });
    }
}
