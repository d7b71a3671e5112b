namespace Aspire.Hosting.ApplicationModel;

/// <summary>The whole application as it was described: its resources.</summary>
/// <param name="resources">The resources.</param>
public class DistributedApplicationModel(IResourceCollection resources)
{
    /// <summary>Makes a model of a sequence of resources.</summary>
    /// <param name="resources">The resources; their names differ.</param>
    public DistributedApplicationModel(IEnumerable<IResource> resources) : this(new ResourceCollection(resources))
    {
    }

    /// <summary>The resources.</summary>
    public IResourceCollection Resources { get; } = resources ?? throw new ArgumentNullException(nameof(resources));
}
