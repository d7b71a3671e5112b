using System.Net.Sockets;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Dcp.Api;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Dcp;

/// <summary>Turns container resources into DCP's containers, on one network that they share.</summary>
internal sealed class ContainerFactory(DistributedApplicationExecutionContext executionContext)
{
    public static string NetworkObjectName => KnownNetworkIdentifiers.DefaultAspireContainerNetwork.Value;

    public static DcpContainerNetwork Network() => new()
    {
        Metadata = { Name = NetworkObjectName },
        Spec = new() { NetworkName = $"aspire-session-network-{InstanceNames.RandomSuffix()}" },
    };

    /// <summary>Within the network a container is reached by the resource's name and the port inside it.</summary>
    public static void AllocateOnNetwork(DcpInstance instance)
    {
        foreach (var (endpoint, service) in instance.Endpoints)
        {
            var address = instance.IsContainer
                ? new AllocatedEndpoint(endpoint, $"{instance.Resource.Name}.dev.internal", endpoint.TargetPort!.Value, EndpointBindingMode.SingleAddress,
                    $$$"""{{- portForServing "{{{service}}}" -}}""", KnownNetworkIdentifiers.DefaultAspireContainerNetwork)
                // The container runtime's name of the host.
                : new AllocatedEndpoint(endpoint, "host.docker.internal", endpoint.AllocatedEndpoint!.Port, EndpointBindingMode.SingleAddress,
                    $$$"""{{- portForServing "{{{service}}}" -}}""", KnownNetworkIdentifiers.DefaultAspireContainerNetwork);
            endpoint.AllAllocatedEndpoints.AddOrUpdateAllocatedEndpoint(KnownNetworkIdentifiers.DefaultAspireContainerNetwork, address);
        }
    }

    public async Task<DcpContainer> CreateAsync(DcpInstance instance, ILogger logger, CancellationToken cancellationToken)
    {
        var resource = instance.Resource;
        var arguments = await ResourceConfiguration.ResolveArgsAsync(resource, executionContext, logger, cancellationToken).ConfigureAwait(false);
        var environment = await ResourceConfiguration.ResolveEnvironmentAsync(resource, executionContext, logger, cancellationToken).ConfigureAwait(false);
        var entrypoint = (resource as ContainerResource)?.Entrypoint;

        instance.Launch = new LaunchDetails(entrypoint, null,
            [.. arguments.Select(a => new LaunchArgument(a.Value!, a.IsSensitive))],
            environment.Select(e => e.Name).ToHashSet(StringComparer.Ordinal));

        return new DcpContainer
        {
            Metadata = { Name = instance.Name, Annotations = ExecutableFactory.Annotations(instance) },
            Spec = new()
            {
                ContainerName = instance.Name,
                Image = Image(resource),
                Command = entrypoint,
                Args = [.. arguments.Select(a => a.Value!)],
                Env = [.. environment.Select(e => new DcpEnvVar { Name = e.Name, Value = e.Value! })],
                Ports = [.. instance.Endpoints.Select(e => Port(e.Endpoint))],
                VolumeMounts = [.. resource.Annotations.OfType<ContainerMountAnnotation>().Select(Mount)],
                RunArgs = await RunArgsAsync(resource, cancellationToken).ConfigureAwait(false),
                Persistent = IsPersistent(resource) ? true : null,
                PullPolicy = PullPolicy(resource),
                Networks = [new() { Name = NetworkObjectName, Aliases = [resource.Name, $"{resource.Name}.dev.internal"] }],
            },
        };
    }

    public static bool IsPersistent(IResource resource) =>
        resource.Annotations.OfType<ContainerLifetimeAnnotation>().LastOrDefault()?.Lifetime is ContainerLifetime.Persistent;

    public static string Image(IResource resource)
    {
        var image = resource.Annotations.OfType<ContainerImageAnnotation>().Last();
        var name = string.IsNullOrEmpty(image.Registry) ? image.Image : $"{image.Registry}/{image.Image}";
        return image.SHA256 is { Length: > 0 } digest ? $"{name}@sha256:{digest}" : $"{name}:{image.Tag ?? "latest"}";
    }

    private static DcpContainerPort Port(EndpointAnnotation endpoint) => new()
    {
        ContainerPort = endpoint.TargetPort!.Value,
        HostPort = endpoint.IsProxied ? null : endpoint.Port,
        Protocol = endpoint.Protocol is ProtocolType.Udp ? "UDP" : "TCP",
        HostIP = endpoint.TargetHost is "localhost" ? null : endpoint.TargetHost,
    };

    private static DcpVolumeMount Mount(ContainerMountAnnotation mount) => new()
    {
        Type = mount.Type is ContainerMountType.BindMount ? "bind" : "volume",
        Source = mount.Source,
        Target = mount.Target,
        ReadOnly = mount.IsReadOnly,
    };

    private static string? PullPolicy(IResource resource) =>
        resource.Annotations.OfType<ContainerImagePullPolicyAnnotation>().LastOrDefault()?.ImagePullPolicy switch
        {
            ImagePullPolicy.Always => "always",
            ImagePullPolicy.Missing => "missing",
            ImagePullPolicy.Never => "never",
            _ => null,
        };

    private static async Task<List<string>> RunArgsAsync(IResource resource, CancellationToken cancellationToken)
    {
        var context = new ContainerRuntimeArgsCallbackContext([], cancellationToken);
        foreach (var annotation in resource.Annotations.OfType<ContainerRuntimeArgsCallbackAnnotation>())
            await annotation.Callback(context).ConfigureAwait(false);

        var arguments = new List<string>();
        foreach (var argument in context.Args)
        {
            var value = argument is IValueProvider provider ? await provider.GetValueAsync(cancellationToken).ConfigureAwait(false) : argument.ToString();
            if (value is not null)
                arguments.Add(value);
        }
        return arguments;
    }
}
