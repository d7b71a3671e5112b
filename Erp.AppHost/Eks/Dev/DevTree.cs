using Erp.AppHost.Eks.Kubernetes;
using Erp.AppHost.Eks.Plan;
using Erp.AppHost.Eks.Writing;

namespace Erp.AppHost.Eks.Dev;

/// <summary>The default: base, kafka and a folder per service, and the kustomization over all of them.</summary>
internal static class DevTree
{
    public static IEnumerable<ManifestFile> Write(ClusterPlan plan) =>
    [
        .. BaseFolder.Write(plan),
        .. plan.RunsBrokers ? KafkaFolder.Write(plan) : [],
        .. plan.Services.SelectMany(service => ServiceFolder.Write(plan, service)),
        SecretExample.Write(plan),
        ManifestFile.Of("kustomization.yaml", Kustomization.Folder with
        {
            Resources = [.. Folders(plan)],
            Components = [$"components/{Production.NetworkPolicies.Name}"],
            SecretGenerator = [new(Shared.Secret, plan.Namespace, [SecretExample.EnvFile], new(true, Labels.Shared(Shared.Secret)))],
        }),
    ];

    /// <summary>In the order in which plain <c>kubectl apply -f</c> takes them.</summary>
    public static IEnumerable<string> Folders(ClusterPlan plan) =>
    [
        BaseFolder.Path,
        .. plan.RunsBrokers ? [KafkaFolder.Path] : Array.Empty<string>(),
        .. plan.Services.Select(s => s.Folder),
    ];
}
