namespace Aspire.Hosting.Dcp.Api;

/// <summary>An address with a port; DCP proxies it to the endpoints of its producers.</summary>
internal sealed class DcpService : DcpObject<DcpServiceSpec, DcpServiceStatus>
{
    public DcpService() => Kind = "Service";

    public int? AllocatedPort => Status?.EffectivePort is > 0 and var port ? port : Spec?.Port;

    public string? AllocatedAddress => Status?.EffectiveAddress is { Length: > 0 } address ? address : null;
}

internal sealed class DcpServiceSpec
{
    public string? Address { get; set; }

    /// <summary>Fixed port; null lets DCP choose.</summary>
    public int? Port { get; set; }

    public string Protocol { get; set; } = "TCP";

    /// <summary><c>Localhost</c>, or <c>Proxyless</c> where clients connect to the program itself.</summary>
    public string AddressAllocationMode { get; set; } = "Localhost";
}

internal sealed class DcpServiceStatus
{
    public string? State { get; set; }

    public string? EffectiveAddress { get; set; }

    public int? EffectivePort { get; set; }
}

/// <summary>One instance behind a service.</summary>
internal sealed class DcpEndpoint : DcpObject<DcpEndpointSpec, object>
{
    public DcpEndpoint() => Kind = "Endpoint";
}

internal sealed class DcpEndpointSpec
{
    public string? ServiceName { get; set; }

    public string? Address { get; set; }

    public int? Port { get; set; }
}

/// <summary>Entry of the annotation that ties an executable or container to a service.</summary>
internal sealed class DcpServiceProducer
{
    public string ServiceName { get; set; } = "";

    public string? Address { get; set; }

    public int? Port { get; set; }
}

/// <summary>A network that the containers of one application share.</summary>
internal sealed class DcpContainerNetwork : DcpObject<DcpContainerNetworkSpec, DcpContainerNetworkStatus>
{
    public DcpContainerNetwork() => Kind = "ContainerNetwork";
}

internal sealed class DcpContainerNetworkSpec
{
    public string NetworkName { get; set; } = "";

    public bool? Persistent { get; set; }
}

internal sealed class DcpContainerNetworkStatus
{
    public string? State { get; set; }
}
