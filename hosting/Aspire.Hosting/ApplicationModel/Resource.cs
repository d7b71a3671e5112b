using System.Diagnostics;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>Base of all resources: a name and annotations.</summary>
[DebuggerDisplay("{GetType().Name,nq} {Name}")]
public abstract class Resource : IResource
{
    /// <summary>Makes a resource.</summary>
    /// <param name="name">1 to 64 ASCII letters, digits and hyphens; starts with a letter, no hyphen at the end or twice in a row.</param>
    protected Resource(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        Name = name;
    }

    /// <inheritdoc />
    public string Name { get; }

    /// <inheritdoc />
    public ResourceAnnotationCollection Annotations { get; } = [];
}
