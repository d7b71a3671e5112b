namespace Aspire.Hosting.ApplicationModel;

/// <summary>A part of a distributed application: a program, a container, a parameter, a connection string.</summary>
public interface IResource
{
    /// <summary>The name, unique in the application without regard to case.</summary>
    string Name { get; }

    /// <summary>What is known about the resource beyond its name.</summary>
    ResourceAnnotationCollection Annotations { get; }
}

/// <summary>A fact about a resource, kept in <see cref="IResource.Annotations"/>.</summary>
public interface IResourceAnnotation;

/// <summary>A resource whose process is given environment variables.</summary>
public interface IResourceWithEnvironment : IResource;

/// <summary>A resource whose process is given command-line arguments.</summary>
public interface IResourceWithArgs : IResource;

/// <summary>A resource that listens on endpoints.</summary>
public interface IResourceWithEndpoints : IResource;

/// <summary>A resource that can wait for others before it starts.</summary>
public interface IResourceWithWaitSupport : IResource;

/// <summary>A resource that has no running process of its own, such as a parameter.</summary>
public interface IResourceWithoutLifetime : IResource;

/// <summary>A resource that is computed, that is, one that can be deployed to a compute environment.</summary>
public interface IComputeResource : IResource;

/// <summary>A resource into whose image files of other resources can be copied.</summary>
public interface IContainerFilesDestinationResource : IResource;
