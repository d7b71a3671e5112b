using Aspire.Hosting.Eventing;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>The resource is about to start; its start waits for the subscribers.</summary>
/// <param name="resource">The resource.</param>
/// <param name="services">Services of the AppHost.</param>
public class BeforeResourceStartedEvent(IResource resource, IServiceProvider services) : IDistributedApplicationResourceEvent
{
    /// <inheritdoc/>
    public IResource Resource { get; } = resource;

    /// <summary>Services of the AppHost.</summary>
    public IServiceProvider Services { get; } = services;
}

/// <summary>The resource's connection string can be read.</summary>
/// <param name="resource">The resource.</param>
/// <param name="services">Services of the AppHost.</param>
public class ConnectionStringAvailableEvent(IResource resource, IServiceProvider services) : IDistributedApplicationResourceEvent
{
    /// <inheritdoc/>
    public IResource Resource { get; } = resource;

    /// <summary>Services of the AppHost.</summary>
    public IServiceProvider Services { get; } = services;
}

/// <summary>The resource's endpoints have their addresses.</summary>
/// <param name="resource">The resource.</param>
/// <param name="services">Services of the AppHost.</param>
public class ResourceEndpointsAllocatedEvent(IResource resource, IServiceProvider services) : IDistributedApplicationResourceEvent
{
    /// <inheritdoc/>
    public IResource Resource { get; } = resource;

    /// <summary>Services of the AppHost.</summary>
    public IServiceProvider Services { get; } = services;
}

/// <summary>The resource runs and is healthy, for the first time since its start.</summary>
/// <param name="resource">The resource.</param>
/// <param name="services">Services of the AppHost.</param>
public class ResourceReadyEvent(IResource resource, IServiceProvider services) : IDistributedApplicationResourceEvent
{
    /// <inheritdoc/>
    public IResource Resource { get; } = resource;

    /// <summary>Services of the AppHost.</summary>
    public IServiceProvider Services { get; } = services;
}

/// <summary>The resource has ended.</summary>
/// <param name="resource">The resource.</param>
/// <param name="services">Services of the AppHost.</param>
/// <param name="resourceEvent">Its last state.</param>
public class ResourceStoppedEvent(IResource resource, IServiceProvider services, ResourceEvent resourceEvent) : IDistributedApplicationResourceEvent
{
    /// <inheritdoc/>
    public IResource Resource { get; } = resource;

    /// <summary>Services of the AppHost.</summary>
    public IServiceProvider Services { get; } = services;

    /// <summary>Its last state.</summary>
    public ResourceEvent ResourceEvent { get; } = resourceEvent;
}

/// <summary>The application starts: a resource with a life of its own begins it here.</summary>
/// <param name="resource">The resource.</param>
/// <param name="distributedApplicationEventing">Events.</param>
/// <param name="resourceLoggerService">Loggers of resources.</param>
/// <param name="resourceNotificationService">States of resources.</param>
/// <param name="services">Services of the AppHost.</param>
public class InitializeResourceEvent(IResource resource, IDistributedApplicationEventing distributedApplicationEventing, ResourceLoggerService resourceLoggerService,
    ResourceNotificationService resourceNotificationService, IServiceProvider services) : IDistributedApplicationResourceEvent
{
    /// <inheritdoc/>
    public IResource Resource { get; } = resource;

    /// <summary>Events.</summary>
    public IDistributedApplicationEventing Eventing { get; } = distributedApplicationEventing;

    /// <summary>Writes to the resource's console.</summary>
    public ILogger Logger { get; } = resourceLoggerService.GetLogger(resource);

    /// <summary>States of resources.</summary>
    public ResourceNotificationService Notifications { get; } = resourceNotificationService;

    /// <summary>Services of the AppHost.</summary>
    public IServiceProvider Services { get; } = services;
}
