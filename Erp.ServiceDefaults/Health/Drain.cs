using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Erp.ServiceDefaults.Health;

/// <summary>Waits, not ready but still serving, before anything is closed.</summary>
internal sealed class Drain(DrainState state, IOptions<DrainOptions> options) : IHostedLifecycleService
{
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        state.Begin();
        if (options.Value.Delay > TimeSpan.Zero)
            await Task.Delay(
                options.Value.Delay, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
