using System.Text.Json;
using Aspire.Hosting.Dcp.Api;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Dcp;

/// <summary>Follows DCP's objects and hands every change on, in DCP's order for each kind.</summary>
internal sealed class InstanceWatcher(DcpClient client, ILogger logger)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    /// <summary>Runs until canceled; a stream that breaks is opened again, which reports every object anew.</summary>
    public async Task RunAsync<T>(Func<T, bool, Task> onChange, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await foreach (var change in client.WatchAsync<T>(cancellationToken).ConfigureAwait(false))
                    await onChange(change.Object!, change.Type == DcpWatchEvent<T>.Deleted).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) when (e is HttpRequestException or IOException or DcpException or JsonException or OperationCanceledException)
            {
                if (cancellationToken.IsCancellationRequested)
                    return;
                logger.LogDebug(e, "The watch over DCP's {Kind} broke and is opened again.", typeof(T).Name);
            }
            await Task.Delay(Pause, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
