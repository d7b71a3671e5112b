namespace Aspire.Hosting.ApplicationModel;

/// <summary>A network in which an endpoint has an address.</summary>
/// <param name="Value">Its name.</param>
public record class NetworkIdentifier(string Value);

/// <summary>Networks that every application knows.</summary>
public static class KnownNetworkIdentifiers
{
    /// <summary>The loopback network of this machine.</summary>
    public static readonly NetworkIdentifier LocalhostNetwork = new("localhost");

    /// <summary>The internet.</summary>
    public static readonly NetworkIdentifier PublicInternet = new("public");

    /// <summary>The network that the application's containers share.</summary>
    public static readonly NetworkIdentifier DefaultAspireContainerNetwork = new("aspire-container-network");
}

/// <summary>Host names that every application knows.</summary>
public static class KnownHostNames
{
    /// <summary>This machine.</summary>
    public const string Localhost = "localhost";

    /// <summary>The name under which containers reach this machine through the tunnel.</summary>
    public const string DefaultContainerTunnelHostName = "aspire.dev.internal";
}
