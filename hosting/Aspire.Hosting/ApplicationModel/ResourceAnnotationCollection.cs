using System.Collections.ObjectModel;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>The annotations of a resource, in the order in which they were added.</summary>
public sealed class ResourceAnnotationCollection : Collection<IResourceAnnotation>
{
    /// <summary>Makes an empty collection.</summary>
    public ResourceAnnotationCollection() : base(new CopyOnWriteList<IResourceAnnotation>())
    {
    }
}
