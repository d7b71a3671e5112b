using Erp.AppHost.Eks.Kubernetes;
using Erp.AppHost.Eks.Plan;
using Erp.AppHost.Eks.Writing;

namespace Erp.AppHost.Eks.Base;

/// <summary>What everything else needs first: the namespace and the shared configuration.</summary>
internal static class BaseFolder
{
    public const string Path = "base";

    public static IEnumerable<ManifestFile> Write(ClusterPlan plan) => new Folder(Path, ("namespace", plan.Namespace))
        .AddTemplates()
        .Add(new ConfigMap
        {
            Metadata = new()
            {
                Name = Shared.ConfigMap,
                Namespace = plan.Namespace,
                Labels = Labels.Shared(Shared.ConfigMap),
            },
            Data = plan.Config,
        })
        .Close();
}
