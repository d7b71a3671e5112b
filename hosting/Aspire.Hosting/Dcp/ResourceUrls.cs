using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Dcp;

/// <summary>The links of a resource on the dashboard: one for each allocated endpoint, then whatever its callbacks change.</summary>
internal static class ResourceUrls
{
    public static async Task ProcessAsync(IResource resource, DistributedApplicationExecutionContext executionContext, ILogger logger, CancellationToken cancellationToken)
    {
        var urls = new List<ResourceUrlAnnotation>(resource.Annotations.OfType<ResourceUrlAnnotation>());
        foreach (var url in urls)
            resource.Annotations.Remove(url);
        urls.InsertRange(0, EndpointUrls(resource));

        var context = new ResourceUrlsCallbackContext(executionContext, resource, urls, cancellationToken) { Logger = logger };
        foreach (var annotation in resource.Annotations.OfType<ResourceUrlsCallbackAnnotation>())
        {
            try
            {
                await annotation.Callback(context).ConfigureAwait(false);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                logger.LogError(e, "A URL callback of resource '{Resource}' failed.", resource.Name);
            }
        }

        foreach (var url in urls)
        {
            if (url.Url.StartsWith('/') && url.Endpoint is { IsAllocated: true } endpoint)
                url.Url = endpoint.Url.TrimEnd('/') + url.Url;
            resource.Annotations.Add(url);
        }
    }

    private static IEnumerable<ResourceUrlAnnotation> EndpointUrls(IResource resource)
    {
        if (resource is not IResourceWithEndpoints owner)
            yield break;
        foreach (var endpoint in resource.Annotations.OfType<EndpointAnnotation>())
        {
            if (endpoint.AllocatedEndpoint is not { } allocated)
                continue;
            var reference = new EndpointReference(owner, endpoint);
            yield return new ResourceUrlAnnotation { Url = allocated.UriString, Endpoint = reference };
            // Bound to all interfaces: other machines reach it by this machine's name.
            if (allocated.BindingMode is not EndpointBindingMode.SingleAddress)
                yield return new ResourceUrlAnnotation { Url = $"{allocated.UriScheme}://{Environment.MachineName}:{allocated.Port}", Endpoint = reference };
        }
    }
}
