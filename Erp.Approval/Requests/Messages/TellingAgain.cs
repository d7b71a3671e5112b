using System.Globalization;
using System.Threading.Channels;
using Erp.Approval.Requests.Storage;
using Erp.Contracts;
using Erp.Messaging;
using Erp.ServiceDefaults.Errors;

namespace Erp.Approval.Requests.Messages;

/// <summary>Publishes the notifications of the record once more when their store lost them, as far back as the topic
/// keeps them. The store, which knows their ids, asks again when this is cut off.</summary>
internal sealed class TellingAgain(
    IApprovalStore store, IMessagePublisher publisher, Stamps stamps, TransientFaults faults,
    ILogger<TellingAgain> logger) : BackgroundService
{
    private const int Page = 100;
    private const string Key = "notifications";
    private readonly Channel<string> _asked = Channel.CreateBounded<string>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest });
    private volatile string? _telling;

    /// <summary>The store of this epoch asks; what it asks for while it is being told is that.</summary>
    public void Ask(string storeEpoch)
    {
        if (_telling != storeEpoch) _asked.Writer.TryWrite(storeEpoch);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var epoch in _asked.Reader.ReadAllAsync(stoppingToken))
        {
            _telling = epoch;
            try
            {
                var count = await TellAsync(epoch, stoppingToken);
                logger.LogInformation("The store of notifications began anew: {Count} were sent again", count);
            }
            catch (Exception e) when (faults.IsTransient(e))
            {
                logger.LogWarning("Notifications cannot be sent again until they are asked for: {Reason}", e.Message);
            }
#pragma warning disable CA1031 // It must not end the service, whose other work does not need it.
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
#pragma warning restore CA1031
            {
                logger.LogError(e, "Notifications cannot be sent again until they are asked for");
            }
            _telling = null;
        }
    }

    private async Task<int> TellAsync(string epoch, CancellationToken cancellationToken)
    {
        var topic = Topics.ApprovalNotifications;
        var since = stamps.Now - topic.Retention!.Value;
        var (count, from, after) = (0, since, 0L);
        while (true)
        {
            var requests = await store.ListUpdatedAsync(from, after, Page, cancellationToken);
            var told = requests
                .SelectMany(r => r.ToldSince(since).Select(t => (
                    t.Notification.Timestamp,
                    Message: MessageJson.ToMessage(
                        topic.Name, r.Id.ToString(CultureInfo.InvariantCulture), t.Notification, t.Id))))
                .OrderBy(t => t.Timestamp) // stable: of one request they stay in their order
                .ToList();
            await Task.WhenAll(told.Select(t => publisher.PublishAsync(t.Message, cancellationToken)));
            count += told.Count;
            if (requests.Count < Page) break;
            (from, after) = (requests[^1].UpdatedAt, requests[^1].Id);
        }
        var done = MessageJson.ToMessage(topic.Name, Key, new NotificationsTold(epoch));
        await publisher.PublishAsync(done, cancellationToken);
        return count;
    }
}
