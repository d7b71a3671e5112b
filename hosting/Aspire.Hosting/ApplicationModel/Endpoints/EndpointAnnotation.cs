using System.Diagnostics;
using System.Net.Sockets;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>An endpoint on which a resource listens.</summary>
[DebuggerDisplay("Endpoint {Name}")]
public sealed class EndpointAnnotation : IResourceAnnotation
{
    private int? _port;
    private int? _targetPort;
    private string? _transport;
    private bool? _tlsEnabled;

    /// <summary>Describes an endpoint on this machine's network.</summary>
    /// <param name="protocol">TCP or UDP.</param>
    /// <param name="uriScheme">The scheme of its URL; the protocol's name if null.</param>
    /// <param name="transport">The transport, such as <c>http2</c>; follows from the scheme if null.</param>
    /// <param name="name">Its name; the scheme if null.</param>
    /// <param name="port">The port that clients use; any free one if null.</param>
    /// <param name="targetPort">The port that the program listens on; any free one if null.</param>
    /// <param name="isExternal">Whether it is reached from outside the application.</param>
    /// <param name="isProxied">Whether a proxy stands before the program; yes if null.</param>
    public EndpointAnnotation(ProtocolType protocol, string? uriScheme = null, string? transport = null, [EndpointName] string? name = null, int? port = null, int? targetPort = null, bool? isExternal = null, bool? isProxied = null)
        : this(protocol, networkId: null, uriScheme, transport, name, port, targetPort, isExternal, isProxied)
    {
    }

    /// <summary>Describes an endpoint on a network.</summary>
    /// <param name="protocol">TCP or UDP.</param>
    /// <param name="networkId">The network of its first address; this machine if null.</param>
    /// <param name="uriScheme">The scheme of its URL; the protocol's name if null.</param>
    /// <param name="transport">The transport, such as <c>http2</c>; follows from the scheme if null.</param>
    /// <param name="name">Its name; the scheme if null.</param>
    /// <param name="port">The port that clients use; any free one if null.</param>
    /// <param name="targetPort">The port that the program listens on; any free one if null.</param>
    /// <param name="isExternal">Whether it is reached from outside the application.</param>
    /// <param name="isProxied">Whether a proxy stands before the program; yes if null.</param>
    public EndpointAnnotation(ProtocolType protocol, NetworkIdentifier? networkId, string? uriScheme = null, string? transport = null, [EndpointName] string? name = null, int? port = null, int? targetPort = null, bool? isExternal = null, bool? isProxied = null)
    {
        UriScheme = uriScheme ?? ProtocolName(protocol);
        Name = name ?? UriScheme;
        ResourceNames.Validate("Endpoint", Name, nameof(name));
        Protocol = protocol;
        DefaultNetworkID = networkId ?? KnownNetworkIdentifiers.LocalhostNetwork;
        _transport = transport;
        _port = port;
        _targetPort = targetPort;
        IsExternal = isExternal ?? false;
        IsExplicitlyProxied = isProxied;
    }

    /// <summary>The name, unique in the resource.</summary>
    public string Name { get; set; }

    /// <summary>TCP or UDP.</summary>
    public ProtocolType Protocol { get; set; }

    /// <summary>The port that clients use. Without a proxy it is the target port.</summary>
    public int? Port
    {
        get => _port ?? (IsProxied ? null : _targetPort);
        set => _port = value;
    }

    /// <summary>The port that the program listens on. Without a proxy it is the port.</summary>
    public int? TargetPort
    {
        get => _targetPort ?? (IsProxied ? null : _port);
        set => _targetPort = value;
    }

    /// <summary>The scheme of the URL.</summary>
    public string UriScheme { get; set; }

    /// <summary>The address that the endpoint is bound to.</summary>
    public string TargetHost { get; set; } = KnownHostNames.Localhost;

    /// <summary>The transport: <c>http</c>, <c>http2</c> or the protocol's name.</summary>
    public string Transport
    {
        get => _transport ?? (UriScheme is "http" or "https" ? "http" : ProtocolName(Protocol));
        set => _transport = value;
    }

    /// <summary>Whether the endpoint is reached from outside the application.</summary>
    public bool IsExternal { get; set; }

    /// <summary>Whether a proxy stands before the program.</summary>
    public bool IsProxied
    {
        get => IsExplicitlyProxied ?? true;
        set => IsExplicitlyProxied = value;
    }

    /// <summary>What was said about a proxy; null if nothing was.</summary>
    public bool? IsExplicitlyProxied { get; set; }

    /// <summary>Whether the endpoint speaks TLS; follows from the scheme <c>https</c> unless set.</summary>
    public bool TlsEnabled
    {
        get => _tlsEnabled ?? UriScheme is "https";
        set => _tlsEnabled = value;
    }

    /// <summary>Whether a reference to the whole resource leaves this endpoint out.</summary>
    public bool ExcludeReferenceEndpoint { get; set; }

    /// <summary>The network of the first address.</summary>
    public NetworkIdentifier DefaultNetworkID { get; }

    /// <summary>The addresses by network.</summary>
    public NetworkEndpointSnapshotList AllAllocatedEndpoints { get; } = new();

    /// <summary>The address in the default network, or null as long as there is none.</summary>
    public AllocatedEndpoint? AllocatedEndpoint
    {
        get => AllAllocatedEndpoints.Find(DefaultNetworkID);
        set
        {
            if (value is not null)
            {
                AllAllocatedEndpoints.AddOrUpdateAllocatedEndpoint(DefaultNetworkID, value);
            }
        }
    }

    /// <summary>The environment variable that tells the program its target port, if it asked for one.</summary>
    internal string? TargetPortEnvironmentVariable { get; set; }

    /// <summary>Whether the endpoint was taken from launchSettings.json.</summary>
    internal bool FromLaunchProfile { get; set; }

    private static string ProtocolName(ProtocolType protocol) => protocol is ProtocolType.Udp ? "udp" : "tcp";
}
