namespace Aspire.Hosting.ApplicationModel;

/// <summary>Says how a resource is related to another one.</summary>
/// <param name="resource">The other resource.</param>
/// <param name="type">How: <c>Parent</c>, <c>Reference</c>, <c>WaitFor</c> or a word of one's own.</param>
public sealed class ResourceRelationshipAnnotation(IResource resource, string type) : IResourceAnnotation
{
    /// <summary>The other resource.</summary>
    public IResource Resource { get; } = resource ?? throw new ArgumentNullException(nameof(resource));

    /// <summary>How it is related.</summary>
    public string Type { get; } = type ?? throw new ArgumentNullException(nameof(type));
}

/// <summary>The kinds of relationships that the dashboard knows.</summary>
internal static class KnownRelationshipTypes
{
    public const string Parent = "Parent";
    public const string Reference = "Reference";
    public const string WaitFor = "WaitFor";
}

/// <summary>The icon that the dashboard shows for a resource.</summary>
/// <param name="iconName">The name of a Fluent UI icon.</param>
/// <param name="iconVariant">Filled or not.</param>
public sealed class ResourceIconAnnotation(string iconName, IconVariant iconVariant = IconVariant.Filled) : IResourceAnnotation
{
    /// <summary>The name of a Fluent UI icon.</summary>
    public string IconName { get; } = iconName ?? throw new ArgumentNullException(nameof(iconName));

    /// <summary>Filled or not.</summary>
    public IconVariant IconVariant { get; } = iconVariant;
}

/// <summary>The looks of an icon.</summary>
public enum IconVariant
{
    /// <summary>In outline.</summary>
    Regular,

    /// <summary>Filled.</summary>
    Filled,
}

/// <summary>The names under which a resource runs: its own, or one for each replica. The orchestrator sets it.</summary>
/// <param name="Names">The names, which are the resource ids of the notifications.</param>
internal sealed record ResourceInstancesAnnotation(IReadOnlyList<string> Names) : IResourceAnnotation;
