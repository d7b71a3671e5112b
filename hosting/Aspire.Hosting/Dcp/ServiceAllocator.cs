using System.Net;
using System.Net.Sockets;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Dcp.Api;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Dcp;

/// <summary>
/// Gives every endpoint of the model its address: a DCP service, whose proxy stands before the replicas,
/// or, without a proxy, the program's own port.
/// </summary>
internal sealed class ServiceAllocator(DcpOptions options, ILogger logger)
{
    // DCP tries a taken port again every few seconds: an AppHost that was killed a moment ago gives it back in that time.
    private static readonly TimeSpan ToldAfter = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan GivenUpAfter = TimeSpan.FromSeconds(12);
    private static readonly TimeSpan AnyPortAfter = TimeSpan.FromSeconds(60);

    private readonly Dictionary<EndpointAnnotation, DcpService> _services = [];
    private readonly Dictionary<string, TaskCompletionSource<DcpService>> _pending = [];

    /// <summary>Names a service for each endpoint; nothing is created yet.</summary>
    public void Plan(IEnumerable<IResource> resources)
    {
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var resource in resources)
        {
            var endpoints = resource.Annotations.OfType<EndpointAnnotation>().ToList();
            foreach (var endpoint in endpoints)
            {
                if (resource.Annotations.OfType<ProxySupportAnnotation>().LastOrDefault() is { ProxyEnabled: false })
                    endpoint.IsProxied = false;
                Check(resource, endpoint);
                _services.Add(endpoint, ServiceFor(resource, endpoint, Unique(names, resource, endpoint, endpoints.Count > 1)));
            }
        }
    }

    public string NameOf(EndpointAnnotation endpoint) => _services[endpoint].Name;

    /// <summary>Creates all services at once and fills in each endpoint's address as soon as DCP has allocated it.</summary>
    public async Task AllocateAsync(DcpClient client, CancellationToken cancellationToken)
    {
        lock (_pending)
        {
            foreach (var service in _services.Values.Where(s => !IsComplete(s)))
                _pending.Add(service.Name, new(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        await Task.WhenAll(_services.Select(async pair =>
        {
            var (endpoint, planned) = pair;
            var service = await client.CreateAsync(planned, cancellationToken).ConfigureAwait(false);
            if (_pending.TryGetValue(planned.Name, out var waiting))
                service = await AllocatedAsync(planned, waiting.Task, cancellationToken).ConfigureAwait(false);
            Fill(endpoint, service);
        })).ConfigureAwait(false);
    }

    /// <summary>Takes note of a service as DCP reports it.</summary>
    public void Observe(DcpService service)
    {
        if (!IsComplete(service))
            return;
        lock (_pending)
        {
            if (_pending.TryGetValue(service.Name, out var waiting))
                waiting.TrySetResult(service);
        }
    }

    /// <summary>The host name under which clients on this machine reach a program bound to <paramref name="targetHost"/>.</summary>
    public static (string Address, EndpointBindingMode Mode) Normalize(string? targetHost)
    {
        if (string.IsNullOrEmpty(targetHost) || targetHost.Equals("localhost", StringComparison.OrdinalIgnoreCase) || targetHost.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase))
            return (KnownHostNames.Localhost, EndpointBindingMode.SingleAddress);
        if (!IPAddress.TryParse(targetHost, out var address))
            return (KnownHostNames.Localhost, EndpointBindingMode.DualStackAnyAddresses);
        if (address.Equals(IPAddress.Any))
            return (KnownHostNames.Localhost, EndpointBindingMode.IPv4AnyAddresses);
        if (address.Equals(IPAddress.IPv6Any))
            return (KnownHostNames.Localhost, EndpointBindingMode.IPv6AnyAddresses);
        return (targetHost, EndpointBindingMode.SingleAddress);
    }

    private async Task<DcpService> AllocatedAsync(DcpService planned, Task<DcpService> allocated, CancellationToken cancellationToken)
    {
        var what = $"port {planned.Spec!.Port} for {planned.Name}";
        try
        {
            return await allocated.WaitAsync(ToldAfter, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            if (IsTaken(planned.Spec.Port))
                logger.LogWarning("Another program uses {Port}; waiting for it to end.", what);
        }

        try
        {
            return await allocated.WaitAsync(IsTaken(planned.Spec.Port) ? GivenUpAfter - ToldAfter : AnyPortAfter, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            throw new DistributedApplicationException(IsTaken(planned.Spec.Port)
                ? $"Another program uses {what}. End it, or give the endpoint another port."
                : $"DCP allocated no address for {planned.Name} within {AnyPortAfter.TotalSeconds:0} s.");
        }
    }

    private static bool IsTaken(int? port)
    {
        if (port is null)
            return false;
        try
        {
            using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            probe.Bind(new IPEndPoint(IPAddress.Loopback, port.Value));
            return false;
        }
        catch (SocketException)
        {
            return true;
        }
    }

    private DcpService ServiceFor(IResource resource, EndpointAnnotation endpoint, string name) => new()
    {
        Metadata = { Name = name, Annotations = new() { [DcpAnnotations.ResourceName] = resource.Name, ["endpoint-name"] = endpoint.Name } },
        Spec = new()
        {
            Address = Normalize(endpoint.TargetHost).Address,
            Port = options.RandomizePorts && endpoint.IsProxied ? null : endpoint.Port,
            Protocol = endpoint.Protocol is ProtocolType.Udp ? "UDP" : "TCP",
            AddressAllocationMode = endpoint.IsProxied ? "Localhost" : "Proxyless",
        },
    };

    private string Unique(HashSet<string> names, IResource resource, EndpointAnnotation endpoint, bool several)
    {
        var name = InstanceNames.Of(resource, several ? endpoint.Name : null, options);
        for (var i = 1; !names.Add(name); i++)
            name = $"{InstanceNames.Of(resource, several ? endpoint.Name : null, options)}-{i}";
        return name;
    }

    // A service without a proxy learns its port from the program; the model has to name it, or nobody could be told.
    private static bool IsComplete(DcpService service) =>
        service.Spec?.AddressAllocationMode == "Proxyless" || service is { AllocatedPort: > 0, AllocatedAddress: not null };

    private static void Fill(EndpointAnnotation endpoint, DcpService service)
    {
        var (address, mode) = Normalize(endpoint.TargetHost);
        var template = $$$"""{{- portForServing "{{{service.Name}}}" -}}""";
        endpoint.AllocatedEndpoint = new AllocatedEndpoint(endpoint, address, service.AllocatedPort!.Value, mode, template, endpoint.DefaultNetworkID);
    }

    private static void Check(IResource resource, EndpointAnnotation endpoint)
    {
        var what = $"Endpoint '{endpoint.Name}' of resource '{resource.Name}'";
        var replicated = resource.GetReplicaCount() > 1;
        if (resource.IsContainer())
        {
            if (endpoint.TargetPort is null)
                throw new DistributedApplicationException($"{what} needs a target port: the port inside the container.");
        }
        else if (endpoint.IsProxied)
        {
            if (endpoint.TargetPort is { } target && target == endpoint.Port)
                throw new DistributedApplicationException($"{what} is proxied and names {target} as port and as target port; the proxy and the program cannot both listen there.");
            if (replicated && endpoint.TargetPort is not null)
                throw new DistributedApplicationException($"{what} names a target port, but the resource has several replicas, and each needs a port of its own.");
        }
        else
        {
            if (replicated)
                throw new DistributedApplicationException($"{what} has no proxy, which the resource's replicas need.");
            if (endpoint.Port is null)
                throw new DistributedApplicationException($"{what} has no proxy and no port; name one.");
            if (endpoint.Port != endpoint.TargetPort)
                throw new DistributedApplicationException($"{what} has no proxy, so its port {endpoint.Port} and its target port {endpoint.TargetPort} have to be the same.");
        }
    }
}
