namespace Erp.AppHost.Eks.Kubernetes;

internal sealed record ConfigMap() : KubernetesObject("v1", "ConfigMap")
{
    public required IReadOnlyDictionary<string, string> Data { get; init; }
}
