using Erp.ServiceDefaults.Work;

namespace Erp.Messaging.Outbox;

/// <summary>Keeps the metrics of an outbox true, as long as somebody reads them.</summary>
internal sealed class OutboxGauge(IOutbox outbox, MessagingMetrics metrics)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    // Replaced whole: it is read by another thread.
    private volatile Tuple<OutboxBacklog> _backlog = new(default);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var watched = metrics.WatchOutbox(() => _backlog.Item1);
        do
        {
            try
            {
                if (watched()) _backlog = new(await outbox.MeasureAsync(cancellationToken));
            }
#pragma warning disable CA1031 // The metrics keep their last value; the relay itself reports that the store is away.
            catch (Exception) { /* as said */ }
#pragma warning restore CA1031
        }
        while (await Backoff.WaitAsync(Interval, cancellationToken));
    }
}
