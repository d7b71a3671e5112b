using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting.Testing;

/// <summary>Holds the AppHost's thread at the end of its description, until the test has had its say.</summary>
internal sealed class PausedFactory(Type entryPoint, string[] args, Action<DistributedApplicationOptions, HostApplicationBuilderSettings> configure)
    : DistributedApplicationFactory(entryPoint, args)
{
    private readonly ManualResetEventSlim _go = new();

    public Task<DistributedApplication> BuildAsync(CancellationToken cancellationToken)
    {
        _go.Set();
        return GetApplicationAsync(cancellationToken);
    }

    public override ValueTask DisposeAsync()
    {
        var disposed = base.DisposeAsync();
        _go.Set();
        return disposed;
    }

    protected override void OnBuilderCreating(DistributedApplicationOptions applicationOptions, HostApplicationBuilderSettings hostOptions) =>
        configure(applicationOptions, hostOptions);

    protected override void OnBuilding(DistributedApplicationBuilder applicationBuilder) => _go.Wait();
}
