namespace Erp.AppHost.Eks.Kubernetes;

internal sealed record Volume(string Name)
{
    public EmptyDir? EmptyDir { get; init; }
    public ConfigMapVolume? ConfigMap { get; init; }
    public SecretVolume? Secret { get; init; }

    public static Volume Scratch(string name, string size) => new(name) { EmptyDir = new(size) };
}

internal sealed record EmptyDir(string SizeLimit);

internal sealed record ConfigMapVolume(string Name, int? DefaultMode = null);

internal sealed record SecretVolume(string SecretName, int? DefaultMode = null);

internal sealed record VolumeMount(string Name, string MountPath)
{
    public string? SubPath { get; init; }
    public bool? ReadOnly { get; init; }
}

internal sealed record PersistentVolumeClaimTemplate(ObjectMeta Metadata, PersistentVolumeClaimSpec Spec);

internal sealed record PersistentVolumeClaimSpec
{
    public required IReadOnlyList<string> AccessModes { get; init; }
    public required string StorageClassName { get; init; }
    public required VolumeResources Resources { get; init; }
}

internal sealed record VolumeResources(IReadOnlyDictionary<string, string> Requests);

internal sealed record StorageClass() : KubernetesObject("storage.k8s.io/v1", "StorageClass")
{
    public required string Provisioner { get; init; }
    public required IReadOnlyDictionary<string, string> Parameters { get; init; }
    public required string ReclaimPolicy { get; init; }
    public required string VolumeBindingMode { get; init; }
    public required bool AllowVolumeExpansion { get; init; }
}
