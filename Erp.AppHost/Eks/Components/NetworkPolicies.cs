using Erp.AppHost.Eks.Kubernetes;
using Erp.AppHost.Eks.Plan;
using Erp.AppHost.Eks.Writing;

namespace Erp.AppHost.Eks.Components;

/// <summary>Deny everything both ways, then allow exactly the flows that the model needs.</summary>
internal static class NetworkPolicies
{
    public const string Name = "network-policy";

    public static IEnumerable<ManifestFile> Write(ClusterPlan plan)
    {
        var folder = new Folder($"components/{Name}", ("namespace", plan.Namespace)).AddTemplates();
        foreach (var policy in ForFlows(plan.Namespace, Flows.Of(plan)))
            folder.Add(policy, policy.Metadata.Name);
        return folder.Close(Kustomization.Component);
    }

    /// <summary>One policy per application that is an end of a flow.</summary>
    /// <param name="space">The namespace.</param>
    /// <param name="flows">What is to be allowed.</param>
    /// <param name="named">Name of an application's policy; its own when null.</param>
    public static IEnumerable<NetworkPolicy> ForFlows(
        string space, IReadOnlyList<Flow> flows, Func<string, string>? named = null)
    {
        var apps = flows.SelectMany(f => new[] { f.From, f.To }).OfType<Peer.App>().Distinct()
            .OrderBy(a => a.Name, StringComparer.Ordinal);
        foreach (var app in apps)
        {
            var ingress = flows.Where(f => f.To == app).GroupBy(f => f.From)
                .Select(g => new NetworkPolicyIngress(PeersOf(g.Key), Ports(g))).ToList();
            var egress = flows.Where(f => f.From == app).GroupBy(f => f.To)
                .Select(g => new NetworkPolicyEgress(PeersOf(g.Key), Ports(g))).ToList();
            yield return Policy(space, app.Name, named?.Invoke(app.Name) ?? app.Name, ingress, egress);
        }
    }

    private static NetworkPolicy Policy(
        string space, string app, string name, List<NetworkPolicyIngress> ingress, List<NetworkPolicyEgress> egress) =>
        new()
        {
            Metadata = new() { Name = name, Namespace = space, Labels = Labels.Shared(name) },
            Spec = new()
            {
                PodSelector = LabelSelector.App(app),
                PolicyTypes =
                [
                    .. ingress.Count > 0 ? ["Ingress"] : Array.Empty<string>(),
                    .. egress.Count > 0 ? ["Egress"] : Array.Empty<string>(),
                ],
                Ingress = ingress.Count > 0 ? ingress : null,
                Egress = egress.Count > 0 ? egress : null,
            },
        };

    private static IReadOnlyList<NetworkPolicyPeer> PeersOf(Peer peer) => peer switch
    {
        Peer.App app => [new() { PodSelector = LabelSelector.App(app.Name) }],
        Peer.InNamespace space =>
        [
            new()
            {
                NamespaceSelector = new() { MatchLabels = Labels.Sorted(("kubernetes.io/metadata.name", space.Name)) },
            },
        ],
        Peer.Addresses addresses =>
            [.. addresses.Cidrs.Split(',').Select(cidr => new NetworkPolicyPeer { IpBlock = new(cidr) })],
        _ => throw new ArgumentOutOfRangeException(nameof(peer)),
    };

    private static IReadOnlyList<NetworkPolicyPort> Ports(IEnumerable<Flow> flows) =>
        [.. flows.Select(f => f.Port).Distinct().Order().Select(p => new NetworkPolicyPort(p))];
}
