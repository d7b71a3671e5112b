using System.Globalization;
using Erp.Approval.Requests.Storage;
using Erp.Contracts;
using Erp.Messaging;
using Erp.ServiceDefaults.Errors;
using Erp.ServiceDefaults.Work;

namespace Erp.Approval.Requests.Messages;

/// <summary>Publishes the notifications of the record once more when their store lost them, as far back as the topic
/// keeps them. What fails is begun again; the store, which knows their ids, asks again when this replica ends
/// midway.</summary>
internal sealed class TellingAgain(
    IApprovalStore store, IMessagePublisher publisher, Stamps stamps, TransientFaults faults,
    ILogger<TellingAgain> logger)
    : RecurringWork("What people were told cannot be told again", LongestPause, faults, logger)
{
    private const int Page = 100;
    private const string Key = "notifications";
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);
    private volatile string? _asked;

    /// <summary>The store of this epoch asks; what it asks for while it is being told is that.</summary>
    public void Ask(string storeEpoch)
    {
        if (_asked == storeEpoch) return;
        _asked = storeEpoch;
        Wake();
    }

    protected override async Task<TimeSpan?> TurnAsync(CancellationToken stoppingToken)
    {
        if (_asked is { } epoch)
        {
            var count = await TellAsync(epoch, stoppingToken);
            logger.LogInformation("The store of notifications began anew: {Count} were sent again", count);
            // Unless another one, which is younger, has asked meanwhile.
            Interlocked.CompareExchange(ref _asked, null, epoch);
        }
        return LongestPause;
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
