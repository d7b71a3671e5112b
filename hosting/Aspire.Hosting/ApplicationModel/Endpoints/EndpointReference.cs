using System.Diagnostics;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>A reference to an endpoint of a resource, which may be described or allocated later.</summary>
[DebuggerDisplay("{Resource.Name,nq}.{EndpointName,nq}")]
public sealed class EndpointReference : IExpressionValue, IValueWithReferences
{
    private EndpointAnnotation? _annotation;

    /// <summary>Refers to a described endpoint.</summary>
    /// <param name="owner">The resource.</param>
    /// <param name="endpoint">Its endpoint.</param>
    public EndpointReference(IResourceWithEndpoints owner, EndpointAnnotation endpoint) : this(owner, endpoint, contextNetworkId: null)
    {
    }

    /// <summary>Refers to a described endpoint in a network.</summary>
    /// <param name="owner">The resource.</param>
    /// <param name="endpoint">Its endpoint.</param>
    /// <param name="contextNetworkId">The network; that of the asker if null.</param>
    public EndpointReference(IResourceWithEndpoints owner, EndpointAnnotation endpoint, NetworkIdentifier? contextNetworkId)
        : this(owner, endpoint?.Name!, contextNetworkId) => _annotation = endpoint;

    /// <summary>Refers to an endpoint by its name.</summary>
    /// <param name="owner">The resource.</param>
    /// <param name="endpointName">The name of its endpoint.</param>
    public EndpointReference(IResourceWithEndpoints owner, string endpointName) : this(owner, endpointName, contextNetworkId: null)
    {
    }

    /// <summary>Refers to an endpoint by its name in a network.</summary>
    /// <param name="owner">The resource.</param>
    /// <param name="endpointName">The name of its endpoint.</param>
    /// <param name="contextNetworkId">The network; that of the asker if null.</param>
    public EndpointReference(IResourceWithEndpoints owner, string endpointName, NetworkIdentifier? contextNetworkId = null)
    {
        ArgumentNullException.ThrowIfNull(owner);
        ArgumentNullException.ThrowIfNull(endpointName);
        Resource = owner;
        EndpointName = endpointName;
        ContextNetworkID = contextNetworkId;
    }

    /// <summary>The resource that has the endpoint.</summary>
    public IResourceWithEndpoints Resource { get; }

    /// <summary>The name of the endpoint.</summary>
    public string EndpointName { get; }

    /// <summary>The network that the reference was made for, if any.</summary>
    public NetworkIdentifier? ContextNetworkID { get; }

    /// <summary>What to say when the endpoint is asked for and does not exist.</summary>
    public string? ErrorMessage { get; init; }

    /// <summary>Whether the resource has the endpoint.</summary>
    public bool Exists => FindAnnotation() is not null;

    /// <summary>Whether the endpoint has its address.</summary>
    public bool IsAllocated => FindAllocated() is not null;

    /// <summary>Whether the scheme is <c>http</c>.</summary>
    public bool IsHttp => Scheme is "http";

    /// <summary>Whether the scheme is <c>https</c>.</summary>
    public bool IsHttps => Scheme is "https";

    /// <summary>Whether the endpoint speaks TLS.</summary>
    public bool TlsEnabled => Exists && EndpointAnnotation.TlsEnabled;

    /// <summary>Whether a reference to the whole resource leaves this endpoint out.</summary>
    public bool ExcludeReferenceEndpoint => FindAnnotation()?.ExcludeReferenceEndpoint ?? false;

    /// <summary>The scheme of the URL.</summary>
    public string Scheme => EndpointAnnotation.UriScheme;

    /// <summary>The port that clients use; there is an error before it is allocated.</summary>
    public int Port => Allocated.Port;

    /// <summary>The port that the program listens on, if it is fixed.</summary>
    public int? TargetPort => EndpointAnnotation.TargetPort;

    /// <summary>The host; there is an error before it is allocated.</summary>
    public string Host => Allocated.Address;

    /// <summary>The URL; there is an error before it is allocated.</summary>
    public string Url => Allocated.UriString;

    /// <summary>The endpoint; there is an error if the resource has none of the name.</summary>
    public EndpointAnnotation EndpointAnnotation => FindAnnotation()
        ?? throw new InvalidOperationException(ErrorMessage ?? $"The endpoint `{EndpointName}` is not defined for the resource `{Resource.Name}`.");

    string IManifestExpressionProvider.ValueExpression => Property(EndpointProperty.Url).ValueExpression;

    IEnumerable<object> IValueWithReferences.References => [Resource];

    private AllocatedEndpoint Allocated => FindAllocated()
        ?? throw new InvalidOperationException($"The endpoint `{EndpointName}` is not allocated for the resource `{Resource.Name}`.");

    /// <summary>A part of the endpoint's address as a value for expressions, arguments and environment variables.</summary>
    /// <param name="property">Which part.</param>
    public EndpointReferenceExpression Property(EndpointProperty property) => new(this, property);

    /// <summary>Gets the URL; waits until it is allocated.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    public ValueTask<string?> GetValueAsync(CancellationToken cancellationToken = default) =>
        Property(EndpointProperty.Url).GetValueAsync(cancellationToken);

    /// <summary>Gets the URL as the asker sees it; waits until it is allocated.</summary>
    /// <param name="context">Who asks.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public ValueTask<string?> GetValueAsync(ValueProviderContext context, CancellationToken cancellationToken = default) =>
        Property(EndpointProperty.Url).GetValueAsync(context, cancellationToken);

    private EndpointAnnotation? FindAnnotation() => _annotation ??= Resource.Annotations.OfType<EndpointAnnotation>()
        .FirstOrDefault(endpoint => string.Equals(endpoint.Name, EndpointName, StringComparison.OrdinalIgnoreCase));

    private AllocatedEndpoint? FindAllocated() =>
        FindAnnotation()?.AllAllocatedEndpoints.Find(ContextNetworkID ?? KnownNetworkIdentifiers.LocalhostNetwork);
}
