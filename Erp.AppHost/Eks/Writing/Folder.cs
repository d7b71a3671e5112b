using Erp.AppHost.Eks.Kubernetes;

namespace Erp.AppHost.Eks.Writing;

/// <summary>A folder of manifests: one object per file, named after its kind, and the kustomization that lists them.</summary>
internal sealed class Folder(string path)
{
    private readonly SortedDictionary<string, ManifestFile> _files = new(StringComparer.Ordinal);
    private readonly List<string> _resources = [];

    /// <summary>Adds an object. A second one of its kind in this folder needs a <paramref name="suffix"/>.</summary>
    public Folder Add(KubernetesObject item, string? suffix = null)
    {
        // Plain kubectl apply goes by file name, so what everything else lives in has to sort first.
        var prefix = item is Namespace ? "00-" : "";
        var name = $"{prefix}{item.Kind.ToLowerInvariant()}{(suffix is null ? "" : "-" + suffix)}.yaml";
        _files.Add(name, ManifestFile.Of($"{path}/{name}", item));
        _resources.Add(name);
        return this;
    }

    /// <summary>Adds a file that the kustomization does not list as an object: a patch, an example.</summary>
    public Folder AddPatch(string name, IEnumerable<PatchOperation> operations)
    {
        _files.Add(name, ManifestFile.Of($"{path}/{name}", operations.ToList()));
        return this;
    }

    public Folder AddText(string name, string text)
    {
        _files.Add(name, ManifestFile.Raw($"{path}/{name}", text));
        return this;
    }

    public IEnumerable<ManifestFile> Close(Kustomization? kustomization = null)
    {
        var sorted = _resources.Order(StringComparer.Ordinal).ToList();
        var whole = (kustomization ?? Kustomization.Folder) with { Resources = sorted.Count == 0 ? kustomization?.Resources : sorted };
        return _files.Values.Append(ManifestFile.Of($"{path}/kustomization.yaml", whole));
    }
}
