using System.Diagnostics;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>Names a registered health check that tells the health of a resource.</summary>
/// <param name="key">The name under which the check is registered.</param>
[DebuggerDisplay("{Key}")]
public class HealthCheckAnnotation(string key) : IResourceAnnotation
{
    /// <summary>The name under which the check is registered.</summary>
    public string Key { get; } = key ?? throw new ArgumentNullException(nameof(key));
}
