using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

/// <summary>For resources with a life of their own.</summary>
public static class CustomResourceExtensions
{
    /// <summary>The state that is shown from the start.</summary>
    /// <typeparam name="TResource">Type of the resource.</typeparam>
    /// <param name="builder">The resource.</param>
    /// <param name="initialSnapshot">The state.</param>
    public static IResourceBuilder<TResource> WithInitialState<TResource>(this IResourceBuilder<TResource> builder, CustomResourceSnapshot initialSnapshot) where TResource : IResource
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.WithAnnotation(new ResourceSnapshotAnnotation(initialSnapshot), ResourceAnnotationMutationBehavior.Replace);
    }
}
