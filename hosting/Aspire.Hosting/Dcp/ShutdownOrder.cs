using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Dcp;

/// <summary>
/// Resources end in the reverse of the order in which they may start: who waits for a server ends before the server does,
/// so that a service can still write away what it has.
/// </summary>
internal static class ShutdownOrder
{
    /// <summary>Groups of resources, to be ended one group after the other.</summary>
    public static IReadOnlyList<IReadOnlyList<IResource>> Waves(IReadOnlyList<IResource> resources)
    {
        var depths = new Dictionary<IResource, int>();
        return [.. resources.GroupBy(r => Depth(r, depths, [])).OrderByDescending(wave => wave.Key).Select(wave => (IReadOnlyList<IResource>)[.. wave])];
    }

    // How long the longest chain of waits below a resource is; a circle counts once.
    private static int Depth(IResource resource, Dictionary<IResource, int> known, HashSet<IResource> path)
    {
        if (known.TryGetValue(resource, out var depth))
            return depth;
        if (!path.Add(resource))
            return 0;
        depth = 0;
        foreach (var wait in resource.Annotations.OfType<WaitAnnotation>())
            depth = Math.Max(depth, 1 + Depth(wait.Resource, known, path));
        path.Remove(resource);
        return known[resource] = depth;
    }
}
