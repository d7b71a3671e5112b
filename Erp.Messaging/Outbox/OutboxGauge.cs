namespace Erp.Messaging.Outbox;

/// <summary>Keeps the metric <c>erp_outbox_pending</c> true, as long as somebody reads it.</summary>
internal sealed class OutboxGauge(IOutbox outbox, MessagingMetrics metrics)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);
    private long _pending;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var watched = metrics.WatchOutbox(() => Interlocked.Read(ref _pending));
        do
        {
            try
            {
                if (watched()) Interlocked.Exchange(ref _pending, await outbox.CountPendingAsync(cancellationToken));
            }
#pragma warning disable CA1031 // The metric keeps its last value; the relay itself reports that the store is away.
            catch (Exception) { /* as said */ }
#pragma warning restore CA1031
        }
        while (await Backoff.WaitAsync(Interval, cancellationToken));
    }
}
