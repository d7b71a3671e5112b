using YamlDotNet.Serialization;

namespace Erp.AppHost.Eks.Kubernetes;

/// <summary>What every object has. Properties are written in the order of declaration, null ones not at all.</summary>
internal abstract record KubernetesObject(
    [property: YamlMember(Order = -3)] string ApiVersion, [property: YamlMember(Order = -2)] string Kind)
{
    [YamlMember(Order = -1)]
    public required ObjectMeta Metadata { get; init; }
}

internal sealed record ObjectMeta
{
    public string? Name { get; init; }
    public string? Namespace { get; init; }
    public IReadOnlyDictionary<string, string>? Labels { get; init; }
    public IReadOnlyDictionary<string, string>? Annotations { get; init; }
}

internal sealed record LabelSelector
{
    public required IReadOnlyDictionary<string, string> MatchLabels { get; init; }

    public static LabelSelector App(string name) => new() { MatchLabels = Labels.Selector(name) };
}

internal sealed record ServiceAccount() : KubernetesObject("v1", "ServiceAccount")
{
    public bool AutomountServiceAccountToken { get; init; }
}
