namespace Aspire.Hosting.ApplicationModel;

/// <summary>A container that runs as part of the application.</summary>
/// <param name="name">The name of the resource.</param>
/// <param name="entrypoint">What runs instead of the image's entry point, if anything.</param>
#pragma warning disable ASPIREPROBES001 // The probes interface is experimental.
public class ContainerResource(string name, string? entrypoint = null) : Resource(name), IResourceWithEnvironment, IResourceWithArgs, IResourceWithEndpoints, IResourceWithWaitSupport, IResourceWithProbes, IComputeResource
#pragma warning restore ASPIREPROBES001
{
    /// <summary>What runs instead of the image's entry point, if anything.</summary>
    public string? Entrypoint { get; set; } = entrypoint;
}
