namespace Aspire.Hosting.ApplicationModel;

/// <summary>Says what a resource waits for before it starts.</summary>
/// <param name="resource">The resource that is waited for.</param>
/// <param name="waitType">What of it is waited for.</param>
/// <param name="exitCode">The exit code that counts as success where its end is waited for.</param>
public sealed class WaitAnnotation(IResource resource, WaitType waitType, int exitCode = 0) : IResourceAnnotation
{
    /// <summary>The resource that is waited for.</summary>
    public IResource Resource { get; } = resource ?? throw new ArgumentNullException(nameof(resource));

    /// <summary>What of it is waited for.</summary>
    public WaitType WaitType { get; } = waitType;

    /// <summary>What happens when it fails; null means the application's default.</summary>
    public WaitBehavior? WaitBehavior { get; init; }

    /// <summary>The exit code that counts as success where its end is waited for.</summary>
    public int ExitCode { get; } = exitCode;
}

/// <summary>What of a resource is waited for.</summary>
public enum WaitType
{
    /// <summary>That it runs and is healthy.</summary>
    WaitUntilHealthy,

    /// <summary>That it ended.</summary>
    WaitForCompletion,

    /// <summary>That it runs.</summary>
    WaitUntilStarted,
}

/// <summary>What a waiting resource does when the other one fails.</summary>
public enum WaitBehavior
{
    /// <summary>It waits on.</summary>
    WaitOnResourceUnavailable,

    /// <summary>It gives up and fails too.</summary>
    StopOnResourceUnavailable,
}

/// <summary>Says that a resource starts only when it is told to.</summary>
public sealed class ExplicitStartupAnnotation : IResourceAnnotation;

/// <summary>Defaults of <see cref="ResourceNotificationService"/>.</summary>
public sealed class ResourceNotificationServiceOptions
{
    /// <summary>What a waiting resource does when the other one fails.</summary>
    public WaitBehavior DefaultWaitBehavior { get; set; } = WaitBehavior.StopOnResourceUnavailable;
}
