using Docker.DotNet;
using DotNet.Testcontainers.Builders;

namespace Erp.Approval.Tests.Storage;

/// <summary>A MongoDB for tests: the server of <c>MONGO_SERVER_HOME</c> where that is set, otherwise one in a container
/// where an engine answers that has the image or can pull it.</summary>
public sealed class MongoServer : IAsyncLifetime
{
    private IMongoProcess? _process;
    private string? _absence;
    private int _databases;

    /// <summary>Skips a test where there is none.</summary>
    public void Require() => Assert.SkipWhen(
        _absence is not null, $"Needs the environment variable MONGO_SERVER_HOME or a container engine: {_absence}");

    /// <summary>A connection string to a database that nobody else uses.</summary>
    public string NewDatabase() => _process!.ConnectionString($"erp_{Interlocked.Increment(ref _databases)}");

    /// <summary>Goes on with the data of before <see cref="StopAsync"/>.</summary>
    public Task StartAsync() => _process!.StartAsync();

    public Task StopAsync() => _process!.StopAsync();

    public async ValueTask InitializeAsync()
    {
        if (Environment.GetEnvironmentVariable("MONGO_SERVER_HOME") is { Length: > 0 } home)
        {
            _process = new JavaMongoServer(home);
            await StartAsync();
            return;
        }
        try
        {
            _process = new ContainerMongoServer();
            await StartAsync();
        }
        catch (Exception e) when (e is DockerUnavailableException or DockerApiException)
        {
            // None answers, or it has no such image and no way to a registry.
            _absence = e.Message;
        }
    }

    public ValueTask DisposeAsync() => _process?.DisposeAsync() ?? default;
}
