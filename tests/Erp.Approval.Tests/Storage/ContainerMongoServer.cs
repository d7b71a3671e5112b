using DotNet.Testcontainers.Builders;
using DotNet.Testcontainers.Networks;
using Testcontainers.MongoDb;

namespace Erp.Approval.Tests.Storage;

/// <summary>MongoDB in a container of this test's own.</summary>
internal sealed class ContainerMongoServer : IMongoProcess
{
    /// <summary>The image that Aspire's integration takes as well.</summary>
    public const string Image = "mongo:8.2";

    private const int PortInside = 27017;

    // Not every engine has a network that containers get unasked.
    private readonly INetwork _network;
    private readonly MongoDbContainer _container;

    /// <exception cref="DockerUnavailableException">No engine answers.</exception>
    public ContainerMongoServer()
    {
        _network = new NetworkBuilder().Build();
        _container = new MongoDbBuilder(Image).WithUsername("").WithPassword("").WithNetwork(_network)
            .WithPortBinding(Port, PortInside).Build();
    }

    /// <summary>One that is chosen here stays the same when the container is stopped and started.</summary>
    public int Port { get; } = FreePort.Next();

    public Task StartAsync() => _container.StartAsync();

    public Task StopAsync() => _container.StopAsync();

    public async ValueTask DisposeAsync()
    {
        await _container.DisposeAsync();
        await _network.DisposeAsync();
    }
}
