using Erp.AppHost.Eks.Kubernetes;
using Erp.AppHost.Eks.Plan;
using Erp.AppHost.Eks.Writing;

namespace Erp.AppHost.Eks.Components;

/// <summary>Pods evenly over the zones, enforced: losing one of three zones loses a third.</summary>
internal static class ZoneSpread
{
    public const string Name = "zone-spread";

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
            folder.AddPatch($"{file}.yaml",
            [
                new("add", "/spec/template/spec/topologySpreadConstraints",
                    new[] { new TopologySpreadConstraint(1, Topology.Zone, "DoNotSchedule", LabelSelector.App(app)) }),
            ]);
            patches.Add(new($"{file}.yaml", new() { Kind = kind, Name = app }));
        }
    }
}
