using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

/// <summary>Reads containers.</summary>
public static class ContainerResourceExtensions
{
    /// <summary>All containers of the model.</summary>
    /// <param name="model">The model.</param>
    public static IEnumerable<IResource> GetContainerResources(this DistributedApplicationModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return model.Resources.Where(resource => resource.IsContainer());
    }

    /// <summary>Whether the resource runs as a container: it has an image.</summary>
    /// <param name="resource">The resource.</param>
    public static bool IsContainer(this IResource resource)
    {
        ArgumentNullException.ThrowIfNull(resource);
        return resource.Annotations.OfType<ContainerImageAnnotation>().Any();
    }
}
