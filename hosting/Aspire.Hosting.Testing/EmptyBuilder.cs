using Microsoft.Extensions.DependencyInjection;

namespace Aspire.Hosting.Testing;

/// <summary>A builder without an AppHost: the test adds what there is.</summary>
internal sealed class EmptyBuilder : ForwardingBuilder
{
    private readonly DistributedApplicationBuilder _inner;
    private DistributedApplication? _application;

    public EmptyBuilder(DistributedApplicationBuilder inner)
        : base(inner)
    {
        _inner = inner;
        _inner.Services.AddHttpClient();
    }

    public override DistributedApplication Build() => _application = _inner.Build();

    public override Task<DistributedApplication> BuildAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(Build());
    }

    public override void Dispose() => _application?.Dispose();

    public override ValueTask DisposeAsync() => _application?.DisposeAsync() ?? ValueTask.CompletedTask;
}
