namespace Erp.AppHost.Eks.Kubernetes;

internal sealed record Affinity(PodAntiAffinity PodAntiAffinity);

internal sealed record PodAntiAffinity(
    IReadOnlyList<WeightedPodAffinityTerm> PreferredDuringSchedulingIgnoredDuringExecution);

internal sealed record PodAffinityTerm(string TopologyKey, LabelSelector LabelSelector);

internal sealed record WeightedPodAffinityTerm(int Weight, PodAffinityTerm PodAffinityTerm);

internal sealed record TopologySpreadConstraint(
    int MaxSkew, string TopologyKey, string WhenUnsatisfiable, LabelSelector LabelSelector)
{
    /// <summary>Zones are counted by the nodes that would take the pod: one whose nodes are all tainted would keep
    /// every other zone waiting.</summary>
    public string NodeTaintsPolicy { get; init; } = "Honor";

    /// <summary>Labels whose values a pod counts only its like of.</summary>
    public IReadOnlyList<string>? MatchLabelKeys { get; init; }
}

/// <summary>Node labels by which pods are kept apart.</summary>
internal static class Topology
{
    public const string Zone = "topology.kubernetes.io/zone";
}
