namespace Aspire.Hosting.ApplicationModel;

/// <summary>A .NET project that runs as part of the application.</summary>
/// <param name="name">The name of the resource.</param>
#pragma warning disable ASPIREPROBES001 // The probes interface is experimental.
public class ProjectResource(string name) : Resource(name), IResourceWithEnvironment, IResourceWithArgs, IResourceWithServiceDiscovery, IResourceWithEndpoints, IResourceWithWaitSupport, IResourceWithProbes, IComputeResource, IContainerFilesDestinationResource;
#pragma warning restore ASPIREPROBES001

/// <summary>The number of copies of a project that run.</summary>
/// <param name="replicas">At least 0.</param>
public sealed class ReplicaAnnotation(int replicas = 1) : IResourceAnnotation
{
    /// <summary>How many copies run.</summary>
    public int Replicas { get; } = replicas;
}

/// <summary>Looks up projects and their files.</summary>
public static class ProjectResourceExtensions
{
    /// <summary>Where a project stands.</summary>
    /// <param name="projectResource">The project.</param>
    public static IProjectMetadata GetProjectMetadata(this ProjectResource projectResource)
    {
        ArgumentNullException.ThrowIfNull(projectResource);
        return projectResource.Annotations.OfType<IProjectMetadata>().Single();
    }
}
