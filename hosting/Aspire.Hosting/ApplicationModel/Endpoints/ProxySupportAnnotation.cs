namespace Aspire.Hosting.ApplicationModel;

/// <summary>Says whether proxies stand before the endpoints of a resource.</summary>
public sealed class ProxySupportAnnotation : IResourceAnnotation
{
    /// <summary>Whether proxies are allowed.</summary>
    public required bool ProxyEnabled { get; set; }
}
