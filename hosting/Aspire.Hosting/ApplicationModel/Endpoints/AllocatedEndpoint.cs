namespace Aspire.Hosting.ApplicationModel;

/// <summary>The address at which an endpoint is reached in a network.</summary>
public class AllocatedEndpoint
{
    /// <summary>Tells the address of an endpoint in its default network.</summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="address">A host name or IP address.</param>
    /// <param name="port">1 to 65535.</param>
    /// <param name="targetPortExpression">What the orchestrator replaces by the port that the program listens on.</param>
    public AllocatedEndpoint(EndpointAnnotation endpoint, string address, int port, string? targetPortExpression = null)
        : this(endpoint, address, port, EndpointBindingMode.SingleAddress, targetPortExpression, networkId: null)
    {
    }

    /// <summary>Tells the address of an endpoint in a network.</summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="address">A host name or IP address.</param>
    /// <param name="port">1 to 65535.</param>
    /// <param name="bindingMode">Which addresses are listened on.</param>
    /// <param name="targetPortExpression">What the orchestrator replaces by the port that the program listens on.</param>
    /// <param name="networkId">The network; the endpoint's default one if null.</param>
    public AllocatedEndpoint(EndpointAnnotation endpoint, string address, int port, EndpointBindingMode bindingMode, string? targetPortExpression = null, NetworkIdentifier? networkId = null)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        ArgumentException.ThrowIfNullOrEmpty(address);
        ArgumentOutOfRangeException.ThrowIfLessThan(port, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(port, 65535);
        Endpoint = endpoint;
        Address = address;
        Port = port;
        BindingMode = bindingMode;
        TargetPortExpression = targetPortExpression;
        NetworkID = networkId ?? endpoint.DefaultNetworkID;
    }

    /// <summary>The endpoint.</summary>
    public EndpointAnnotation Endpoint { get; }

    /// <summary>A host name or IP address.</summary>
    public string Address { get; }

    /// <summary>The port that clients use.</summary>
    public int Port { get; }

    /// <summary>Which addresses are listened on.</summary>
    public EndpointBindingMode BindingMode { get; }

    /// <summary>The network in which the address is good.</summary>
    public NetworkIdentifier NetworkID { get; }

    /// <summary>What the orchestrator replaces by the port that the program listens on; it differs for each replica.</summary>
    public string? TargetPortExpression { get; }

    /// <summary>The scheme of the URL.</summary>
    public string UriScheme => Endpoint.UriScheme;

    /// <summary>Address and port, <c>localhost:8080</c>.</summary>
    public string EndPointString => $"{Address}:{Port}";

    /// <summary>The URL, <c>http://localhost:8080</c>.</summary>
    public string UriString => $"{UriScheme}://{EndPointString}";

    /// <summary>The URL.</summary>
    public override string ToString() => UriString;
}

/// <summary>Which addresses an endpoint listens on.</summary>
public enum EndpointBindingMode
{
    /// <summary>One address.</summary>
    SingleAddress,

    /// <summary>All addresses of IPv4 and IPv6.</summary>
    DualStackAnyAddresses,

    /// <summary>All IPv4 addresses.</summary>
    IPv4AnyAddresses,

    /// <summary>All IPv6 addresses.</summary>
    IPv6AnyAddresses,
}
