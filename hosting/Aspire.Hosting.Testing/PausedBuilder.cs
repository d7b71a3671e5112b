namespace Aspire.Hosting.Testing;

/// <summary>The builder of an AppHost that waits for the test.</summary>
internal sealed class PausedBuilder(PausedFactory factory, DistributedApplicationBuilder inner) : ForwardingBuilder(inner)
{
    public override DistributedApplication Build() => BuildAsync(CancellationToken.None).GetAwaiter().GetResult();

    public override async Task<DistributedApplication> BuildAsync(CancellationToken cancellationToken) =>
        new PausedApplication(factory, await factory.BuildAsync(cancellationToken).ConfigureAwait(false));

    public override void Dispose() => factory.Dispose();

    public override ValueTask DisposeAsync() => factory.DisposeAsync();
}
