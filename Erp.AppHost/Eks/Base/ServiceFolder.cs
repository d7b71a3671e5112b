using Erp.AppHost.Eks.Kubernetes;
using Erp.AppHost.Eks.Plan;
using Erp.AppHost.Eks.Writing;

namespace Erp.AppHost.Eks.Base;

/// <summary>The whole set of one service: all services are structurally identical.</summary>
internal static class ServiceFolder
{
    public const int MinReplicas = 2;
    public const int MaxReplicas = 3;

    /// <summary>Pods that run it; monitoring and patches select by it.</summary>
    public static string Selector { get; } = $"{Labels.Component}={Labels.Components.Service}";

    public static IEnumerable<ManifestFile> Write(ClusterPlan plan, ServicePlan service) =>
        Fill(new(service.Folder), plan, service).Close();

    /// <summary>Adds the set to a folder.</summary>
    public static Folder Fill(Folder folder, ClusterPlan plan, ServicePlan service) => folder
        .Add(Account(plan, service))
        .Add(ServiceDeployment.Write(plan, service))
        .Add(Service(plan, service))
        .Add(Binding(plan, service))
        .Add(Autoscaler(plan, service))
        .Add(Budget(plan, service));

    public static ObjectMeta Meta(ClusterPlan plan, ServicePlan service, string? name = null) => new()
    {
        Name = name ?? service.Name,
        Namespace = plan.Namespace,
        Labels = Labels.For(service.Name, Labels.Components.Service),
    };

    private static ServiceAccount Account(ClusterPlan plan, ServicePlan service) =>
        new() { Metadata = Meta(plan, service) };

    private static Service Service(ClusterPlan plan, ServicePlan service) => new()
    {
        Metadata = Meta(plan, service),
        Spec = new() { Selector = Labels.Selector(service.Name), Ports = [new("http", service.Port, "http")] },
    };

    private static TargetGroupBinding Binding(ClusterPlan plan, ServicePlan service) => new()
    {
        Metadata = Meta(plan, service, $"{service.Folder}-tgb"),
        Spec = new()
        {
            ServiceRef = new(service.Name, service.Port),
            TargetGroupARN = service.TargetGroupArn,
            // Without the NLB's security group its addresses are taken: all of them are the VPC's.
            Networking = new([new(
                plan.Options.LoadBalancerSecurityGroup is { Length: > 0 } group
                    ? [new() { SecurityGroup = new(group) }]
                    : [.. plan.Options.VpcCidrs.Split(',').Select(c => new TargetGroupPeer { IpBlock = new(c) })],
                [new("TCP", service.Port)])]),
        },
    };

    private static HorizontalPodAutoscaler Autoscaler(ClusterPlan plan, ServicePlan service) => new()
    {
        Metadata = Meta(plan, service),
        Spec = new()
        {
            ScaleTargetRef = new("apps/v1", "Deployment", service.Name),
            MinReplicas = MinReplicas,
            MaxReplicas = MaxReplicas,
            Metrics = [new(new("cpu", new("Utilization", 70)))],
            // Up at once, down slowly: consumers rebalance and sockets reconnect at each step.
            Behavior = new(
                new(0, [new("Percent", 100, 60)]),
                new(300, [new("Pods", 1, 60)])),
        },
    };

    private static PodDisruptionBudget Budget(ClusterPlan plan, ServicePlan service) => new()
    {
        Metadata = Meta(plan, service),
        Spec = new()
        {
            MinAvailable = 1,
            Selector = LabelSelector.App(service.Name),
            UnhealthyPodEvictionPolicy = "AlwaysAllow",
        },
    };
}
