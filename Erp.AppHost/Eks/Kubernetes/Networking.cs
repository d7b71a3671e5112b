namespace Erp.AppHost.Eks.Kubernetes;

internal sealed record Service() : KubernetesObject("v1", "Service")
{
    public required ServiceSpec Spec { get; init; }
}

internal sealed record ServiceSpec
{
    public string Type { get; init; } = "ClusterIP";
    public required IReadOnlyDictionary<string, string> Selector { get; init; }
    public required IReadOnlyList<ServicePort> Ports { get; init; }
}

internal sealed record ServicePort(string Name, int Port, string TargetPort)
{
    public string Protocol { get; init; } = "TCP";
}

internal sealed record NetworkPolicy() : KubernetesObject("networking.k8s.io/v1", "NetworkPolicy")
{
    public required NetworkPolicySpec Spec { get; init; }
}

internal sealed record NetworkPolicySpec
{
    public required LabelSelector PodSelector { get; init; }
    public required IReadOnlyList<string> PolicyTypes { get; init; }
    public IReadOnlyList<NetworkPolicyIngress>? Ingress { get; init; }
    public IReadOnlyList<NetworkPolicyEgress>? Egress { get; init; }
}

internal sealed record NetworkPolicyIngress(
    IReadOnlyList<NetworkPolicyPeer> From, IReadOnlyList<NetworkPolicyPort> Ports);

internal sealed record NetworkPolicyEgress(IReadOnlyList<NetworkPolicyPeer> To, IReadOnlyList<NetworkPolicyPort> Ports);

internal sealed record NetworkPolicyPeer
{
    public IpBlock? IpBlock { get; init; }
    public LabelSelector? NamespaceSelector { get; init; }
    public LabelSelector? PodSelector { get; init; }
}

internal sealed record IpBlock(string Cidr);

internal sealed record NetworkPolicyPort(int Port, string Protocol = "TCP");

internal sealed record TargetGroupBinding() : KubernetesObject("elbv2.k8s.aws/v1beta1", "TargetGroupBinding")
{
    public required TargetGroupBindingSpec Spec { get; init; }
}

internal sealed record TargetGroupBindingSpec
{
    public required ServiceReference ServiceRef { get; init; }
    public required string TargetGroupARN { get; init; }
    public string TargetType { get; init; } = "ip";
    public required TargetGroupNetworking Networking { get; init; }
}

internal sealed record ServiceReference(string Name, int Port);

internal sealed record TargetGroupNetworking(IReadOnlyList<TargetGroupIngress> Ingress);

internal sealed record TargetGroupIngress(IReadOnlyList<TargetGroupPeer> From, IReadOnlyList<TargetGroupPort> Ports);

internal sealed record TargetGroupPeer
{
    public SecurityGroupPeer? SecurityGroup { get; init; }
    public TargetGroupIpBlock? IpBlock { get; init; }
}

internal sealed record SecurityGroupPeer(string GroupID);

internal sealed record TargetGroupIpBlock(string Cidr);

internal sealed record TargetGroupPort(string Protocol, int Port);
