using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Dcp;
using Microsoft.Extensions.Logging.Abstractions;

namespace Aspire.Hosting.Tests.Dcp;

/// <summary>What DCP is asked for; whether a runtime does it is the runtime's matter.</summary>
public sealed class ContainerFactoryTests
{
    [Fact]
    public async Task Image_command_environment_mounts_and_ports_become_the_container()
    {
        var builder = DistributedApplication.CreateBuilder();
        var data = Path.Combine(Path.GetTempPath(), "seed");
        var store = builder.AddContainer("store", "library/store", "1.2")
            .WithImageRegistry("docker.io")
            .WithHttpEndpoint(port: 5000, targetPort: 80, name: "http")
            .WithVolume("store-data", "/data")
            .WithBindMount(data, "/seed", isReadOnly: true)
            .WithEnvironment("MODE", "fast")
            .WithArgs("--verbose")
            .WithLifetime(ContainerLifetime.Persistent)
            .Resource;
        var instance = new DcpInstance(store, "store-abc", "abc", [new BoundEndpoint(store.Annotations.OfType<EndpointAnnotation>().Single(), "store")]);

        var container = await new ContainerFactory(builder.ExecutionContext).CreateAsync(instance, NullLogger.Instance, default);

        var spec = container.Spec!;
        Assert.Equal("store-abc", spec.ContainerName);
        Assert.Equal("docker.io/library/store:1.2", spec.Image);
        Assert.Equal(["--verbose"], spec.Args!);
        Assert.Contains(spec.Env!, e => e is { Name: "MODE", Value: "fast" });
        Assert.Equal([("volume", "store-data", "/data", false), ("bind", data, "/seed", true)], spec.VolumeMounts!.Select(m => (m.Type, m.Source!, m.Target, m.ReadOnly)));
        var port = Assert.Single(spec.Ports!);
        Assert.Equal((80, (int?)null), (port.ContainerPort, port.HostPort));
        Assert.True(spec.Persistent);
        Assert.Contains("store", Assert.Single(spec.Networks!).Aliases!);
        Assert.Contains("\"serviceName\":\"store\"", container.Metadata.Annotations!["service-producer"], StringComparison.Ordinal);
    }
}
