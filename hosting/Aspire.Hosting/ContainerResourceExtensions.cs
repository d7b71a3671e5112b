using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

/// <summary>Reads containers.</summary>
public static class ContainerResourceExtensions
{
    /// <summary>Whether the resource runs as a container: it has an image.</summary>
    /// <param name="resource">The resource.</param>
    public static bool IsContainer(this IResource resource)
    {
        ArgumentNullException.ThrowIfNull(resource);
        return resource.Annotations.OfType<ContainerImageAnnotation>().Any();
    }
}
