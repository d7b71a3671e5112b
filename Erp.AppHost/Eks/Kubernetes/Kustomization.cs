namespace Erp.AppHost.Eks.Kubernetes;

/// <summary>What <c>kubectl -k</c> reads in a folder: a Kustomization, or a Component that others opt in to.</summary>
internal sealed record Kustomization(string ApiVersion, string Kind)
{
    public IReadOnlyList<string>? Resources { get; init; }
    public IReadOnlyList<string>? Components { get; init; }
    public IReadOnlyList<SecretGenerator>? SecretGenerator { get; init; }
    public IReadOnlyList<KustomizePatch>? Patches { get; init; }
    public IReadOnlyList<KustomizeImage>? Images { get; init; }
    public SortOptions? SortOptions { get; init; }

    public static Kustomization Folder => new("kustomize.config.k8s.io/v1beta1", "Kustomization");

    public static Kustomization Component => new("kustomize.config.k8s.io/v1alpha1", "Component");
}

/// <summary>The order in which <c>kubectl apply -k</c> takes the objects.</summary>
internal sealed record SortOptions(string Order, LegacySortOptions LegacySortOptions)
{
    /// <summary>Kinds that are named go first or last, in this order; all others in between.</summary>
    public static SortOptions ByKind(IReadOnlyList<string> first, IReadOnlyList<string> last) =>
        new("legacy", new(first, last));
}

internal sealed record LegacySortOptions(IReadOnlyList<string> OrderFirst, IReadOnlyList<string> OrderLast);

internal sealed record SecretGenerator(
    string Name, string Namespace, IReadOnlyList<string> Envs, GeneratorOptions Options);

internal sealed record GeneratorOptions(bool DisableNameSuffixHash, IReadOnlyDictionary<string, string> Labels);

internal sealed record KustomizePatch(string Path, PatchTarget? Target = null);

internal sealed record PatchTarget
{
    public string? Kind { get; init; }
    public string? Name { get; init; }
    public string? LabelSelector { get; init; }
}

internal sealed record KustomizeImage(string Name)
{
    public string? NewName { get; init; }
    public string? NewTag { get; init; }
    public string? Digest { get; init; }
}

/// <summary>One operation of a JSON patch (RFC 6902).</summary>
internal sealed record PatchOperation(string Op, string Path, object? Value = null);
