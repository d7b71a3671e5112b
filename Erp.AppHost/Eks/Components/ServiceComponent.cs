using Erp.AppHost.Eks.Base;
using Erp.AppHost.Eks.Kubernetes;
using Erp.AppHost.Eks.Plan;
using Erp.AppHost.Eks.Writing;

namespace Erp.AppHost.Eks.Components;

/// <summary>A service that an overlay opts in to: what every service has, and a ConfigMap of what only it reads. The
/// base knows nothing of it.</summary>
internal static class ServiceComponent
{
    public static string NameOf(ServicePlan service) => service.Folder;

    /// <summary>With <see cref="NetworkPolicies"/>: its way in and out, and in to what it calls.</summary>
    public static string PolicyNameOf(ServicePlan service) => $"{NetworkPolicies.Name}-{service.Folder}";

    public static IEnumerable<ManifestFile> Write(ClusterPlan plan, ServicePlan service) =>
        [.. WriteService(plan, service), .. WritePolicies(plan, service)];

    private static IEnumerable<ManifestFile> WriteService(ClusterPlan plan, ServicePlan service)
    {
        var folder = ServiceFolder.Fill(new($"components/{NameOf(service)}"), plan, service);
        if (service.Config.Count > 0)
        {
            folder.Add(new ConfigMap
            {
                Metadata = ServiceFolder.Meta(plan, service, service.ConfigMap), Data = service.Config,
            });
        }
        return folder.Close(Kustomization.Component);
    }

    private static IEnumerable<ManifestFile> WritePolicies(ClusterPlan plan, ServicePlan service)
    {
        var folder = new Folder($"components/{PolicyNameOf(service)}");
        var policies = NetworkPolicies.ForFlows(plan.Namespace, [.. Flows.OfService(plan, service)],
            app => app == service.Name ? app : $"{app}-from-{service.Folder}");
        foreach (var policy in policies) folder.Add(policy, policy.Metadata.Name);
        return folder.Close(Kustomization.Component);
    }
}
