using Erp.AppHost.Eks.Kubernetes;

namespace Erp.AppHost.Eks.Writing;

/// <summary>A folder of manifests: one object per file, named after its kind, and the kustomization that lists
/// them.</summary>
/// <param name="path">The folder, of the manifests and of the templates.</param>
/// <param name="values">What comes in place of <c>${name}</c> in its templates.</param>
internal sealed class Folder(string path, params (string Name, object Value)[] values)
{
    private readonly SortedDictionary<string, ManifestFile> _files = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _resources = new(StringComparer.Ordinal);

    /// <summary>Adds an object. A second one of its kind in this folder needs a <paramref name="suffix"/>.</summary>
    public Folder Add(KubernetesObject item, string? suffix = null)
    {
        var name = $"{item.Kind.ToLowerInvariant()}{(suffix is null ? "" : "-" + suffix)}.yaml";
        _resources.Add(name);
        return Add(name, item);
    }

    /// <summary>Adds a patch, which the kustomization does not list as an object.</summary>
    public Folder AddPatch(string name, IEnumerable<PatchOperation> operations) => Add(name, operations.ToList());

    /// <summary>Adds a patch that removes every object of a kind; the kustomization has to aim it at the
    /// kind.</summary>
    public Folder AddRemoval(string name, string kind) => Add(name, (object)new Dictionary<string, object>
    {
        ["$patch"] = "delete",
        ["apiVersion"] = "v1",
        ["kind"] = kind,
        ["metadata"] = new Dictionary<string, object> { ["name"] = "any" },
    });

    /// <summary>Adds a template under a name.</summary>
    public Folder Add(string name, Template template)
    {
        // A list is a patch.
        if (template.Content is Dictionary<object, object>) _resources.Add(name);
        return Add(name, template.Content);
    }

    /// <summary>Adds the folder's templates, or those of a folder in it, but for those that were added already and for
    /// the one that is not wanted.</summary>
    public Folder AddTemplates(string? below = null, string? except = null)
    {
        var folder = below is null ? path : $"{path}/{below}";
        foreach (var name in EmbeddedFile.In(folder, ".yaml").Where(n => n != except && !_files.ContainsKey(n)))
            Add(name, Read($"{folder}/{name}"));
        return this;
    }

    /// <summary>A template of the folder, to be changed and added.</summary>
    public Template Template(string name) => Read($"{path}/{name}");

    private Template Read(string file) => new(file, values);

    /// <summary>The files, and the kustomization over them.</summary>
    /// <param name="kustomization">What it has beside its objects.</param>
    /// <param name="above">Folders that it builds on.</param>
    public IEnumerable<ManifestFile> Close(Kustomization? kustomization = null, IEnumerable<string>? above = null)
    {
        IReadOnlyList<string> resources = [.. above ?? [], .. _resources];
        var whole = (kustomization ?? Kustomization.Folder) with
        {
            Resources = resources.Count == 0 ? null : resources,
        };
        return _files.Values.Append(ManifestFile.Of($"{path}/kustomization.yaml", whole));
    }

    private Folder Add(string name, object content)
    {
        _files.Add(name, ManifestFile.Of($"{path}/{name}", content));
        return this;
    }
}
