namespace Aspire.Hosting.ApplicationModel;

/// <summary>The state of a resource changed.</summary>
/// <param name="resource">The resource.</param>
/// <param name="resourceId">Its name, or that of the replica.</param>
/// <param name="snapshot">The new state.</param>
public class ResourceEvent(IResource resource, string resourceId, CustomResourceSnapshot snapshot)
{
    /// <summary>The resource.</summary>
    public IResource Resource { get; } = resource;

    /// <summary>Its name, or that of the replica.</summary>
    public string ResourceId { get; } = resourceId;

    /// <summary>The new state.</summary>
    public CustomResourceSnapshot Snapshot { get; } = snapshot;
}
