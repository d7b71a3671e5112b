using Erp.AppHost.Eks.Kubernetes;
using Erp.AppHost.Eks.Plan;
using Erp.AppHost.Eks.Writing;

namespace Erp.AppHost.Eks.Components;

/// <summary>Pods evenly over the zones, enforced: losing one of three zones loses a third.</summary>
internal static class ZoneSpread
{
    public const string Name = "zone-spread";

    /// <summary>Of a Deployment and of an Argo Rollout; what a pod does not have is passed over. Pods of the version
    /// that goes do not count: with them the new ones stand unevenly once they are gone.</summary>
    private static readonly string[] Revision = ["pod-template-hash", "rollouts-pod-template-hash"];

    public static IEnumerable<ManifestFile> Write(ClusterPlan plan)
    {
        var folder = new Folder($"components/{Name}");
        var patches = new List<KustomizePatch>();
        foreach (var service in plan.Services)
            Add(service.Folder, "Deployment", service.Name);
        if (plan.RunsBrokers) Add(OwnKafka.Name, "StatefulSet", OwnKafka.Name);
        return folder.Close(Kustomization.Component with { Patches = patches });

        void Add(string file, string kind, string app)
        {
            var spread = new TopologySpreadConstraint(1, Topology.Zone, "DoNotSchedule", LabelSelector.App(app))
            {
                MatchLabelKeys = kind == "Deployment" ? Revision : null,
            };
            folder.AddPatch(
                $"{file}.yaml", [new("add", "/spec/template/spec/topologySpreadConstraints", new[] { spread })]);
            patches.Add(new($"{file}.yaml", new() { Kind = kind, Name = app }));
        }
    }
}
