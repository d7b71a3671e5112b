using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Dashboard;

/// <summary>
/// Bundles changes that come in quick succession, as they do while an application starts, and keeps only the newest of
/// each resource. The first batch is what there is at the beginning, possibly nothing.
/// </summary>
internal static class ResourceBatches
{
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(100);

    public static async IAsyncEnumerable<IReadOnlyCollection<ResourceEvent>> ReadAsync(
        IAsyncEnumerable<ResourceEvent> changes, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var pending = Channel.CreateUnbounded<ResourceEvent>(new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });
        var pump = PumpAsync(changes, pending.Writer, cancellationToken);
        do
        {
            await Task.Delay(s_interval, cancellationToken).ConfigureAwait(false);
            var newest = new Dictionary<string, ResourceEvent>();
            while (pending.Reader.TryRead(out var change)) newest[change.ResourceId] = change;
            yield return newest.Values;
        }
        while (await pending.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false));

        await pump.ConfigureAwait(false);
    }

    private static async Task PumpAsync(IAsyncEnumerable<ResourceEvent> changes, ChannelWriter<ResourceEvent> writer, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var change in changes.WithCancellation(cancellationToken).ConfigureAwait(false)) writer.TryWrite(change);
            writer.Complete();
        }
        catch (Exception e)
        {
            writer.Complete(e);
        }
    }
}
