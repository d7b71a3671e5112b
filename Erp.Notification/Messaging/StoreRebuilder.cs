using Erp.Contracts;
using Erp.Messaging;
using Erp.Messaging.Kafka;
using Erp.Notification.Store;
using Erp.Redis;
using Erp.ServiceDefaults.Errors;
using Erp.ServiceDefaults.Work;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace Erp.Notification.Messaging;

/// <summary>Notices that Redis lost its data (the epoch key is gone) and fills the store again from the topic, in the
/// order of time, which becomes that of the new ids; meanwhile nothing else is stored. Storing is idempotent by message
/// id, so it does not matter that a rebuild is cut off and begun anew. Ready once the store was seen filled.</summary>
internal sealed class StoreRebuilder(
    IConnectionMultiplexer redis, NotificationStore store, OlderStore older, TopicHistory history,
    IMessagePublisher publisher, TransientFaults faults, IOptions<NotificationOptions> options,
    ILogger<StoreRebuilder> logger)
    : RecurringWork("The store cannot be checked or rebuilt", options.Value.EpochCheck, faults, logger), IHealthCheck
{
    private const int AtOnce = 256;
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan AskAgain = TimeSpan.FromMinutes(1);
    private readonly string _me = Guid.NewGuid().ToString("N");
    private readonly StoreRebuilds _rebuilds = new("notifications");
    private volatile bool _filled;

    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(_filled
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Unhealthy("The notifications are not filled in yet."));

    protected override async Task<TimeSpan?> TurnAsync(CancellationToken stoppingToken)
    {
        await EnsureAsync(stoppingToken);
        return options.Value.EpochCheck;
    }

    private async Task EnsureAsync(CancellationToken stop)
    {
        var database = redis.GetDatabase();
        if (await store.EpochAsync() is { } epoch)
        {
            _filled = true;
            await AskTheRecordAsync(database, epoch, stop);
            return;
        }
        if (!await database.LockTakeAsync(Keys.Rebuilding, _me, Lease)) return; // another replica is at it
        try
        {
            await older.AdoptAsync(ExtendAsync, stop);
            var count = await FillAsync(ExtendAsync, stop);
            // The lock lies in the same Redis: when it was lost once more meanwhile, so was the lock, and this begins
            // again.
            if (!await ExtendAsync()) return;
            await store.BeginAsync();
            _rebuilds.Count();
            _filled = true;
            logger.LogInformation("A new store: {Count} notifications came from the topic", count);
        }
        finally
        {
            await database.LockReleaseAsync(Keys.Rebuilding, _me);
        }

        Task<bool> ExtendAsync() => database.LockExtendAsync(Keys.Rebuilding, _me, Lease);
    }

    private async Task<int> FillAsync(Func<Task> more, CancellationToken stop)
    {
        var (count, waiting) = (0, new List<(long EmployeeId, NewNotification Notification)>(AtOnce));
        await history.ReplayAsync(Topics.ApprovalNotifications.Name, async (message, _) =>
        {
            var requested = NotificationHandler.Read(message);
            waiting.Add((requested.EmployeeId, NewNotification.From(message.Id, requested)));
            if (waiting.Count == AtOnce) await StoreAsync();
        }, stop);
        await StoreAsync();
        return count;

        async Task StoreAsync()
        {
            var ofEmployees = waiting.GroupBy(w => w.EmployeeId, w => w.Notification);
            count += (await Task.WhenAll(ofEmployees.Select(AddAsync))).Sum();
            waiting.Clear();
            await more();
        }
    }

    // Ids are each employee's own: nothing but their order has to be kept.
    private async Task<int> AddAsync(IGrouping<long, NewNotification> ofEmployee)
    {
        var count = 0;
        foreach (var notification in ofEmployee)
            if ((await store.AddAsync(ofEmployee.Key, notification, Arrival.Filling)).IsNew) count++;
        return count;
    }

    // The topic may have been lost as well; what the record has of approvals comes again, once for each new store.
    private async Task AskTheRecordAsync(IDatabase database, string epoch, CancellationToken stop)
    {
        if (await database.StringGetAsync(Keys.Told) == epoch) return;
        if (!await database.StringSetAsync(Keys.Asked, epoch, AskAgain, When.NotExists)) return;
        try
        {
            await publisher.PublishAsync(
                MessageJson.ToMessage(Topics.ApprovalResults.Name, "notifications", new NotificationsStarted(epoch)),
                stop);
        }
        catch
        {
            // The next turn asks, of whichever replica.
            await database.KeyDeleteAsync(Keys.Asked);
            throw;
        }
    }
}
