using System.Globalization;
using Erp.Notification.Store;
using Erp.ServiceDefaults.Errors;
using Erp.ServiceDefaults.Messaging;

namespace Erp.Notification.Notifications;

/// <summary>Stores what services and HR send, and puts it on the topic too, so that it can be rebuilt when Redis loses it.</summary>
internal sealed class NotificationSender(
    NotificationStore store, IMessagePublisher publisher, TimeProvider clock, ILogger<NotificationSender> logger)
{
    // Redis has it by then and the sender waits: the copy is worth this much and no more.
    private static readonly TimeSpan CopyLimit = TimeSpan.FromSeconds(2);

    public async Task<(Sent Sent, bool IsNew)> SendAsync(long employeeId, SendNotification request, CancellationToken cancellationToken)
    {
        var messageId = request.MessageId ?? NewId();
        var notification = ToNotification(request, messageId);
        var stored = await StoreAsync(employeeId, notification);
        if (stored.IsNew) await CopyAsync([(employeeId, notification)], cancellationToken);
        return (new(employeeId, stored.Id, messageId), stored.IsNew);
    }

    /// <summary>To a list. Sent again after a failure half-way, those who have it already are passed over.</summary>
    public async Task<SentToList> SendToListAsync(SendNotification request, CancellationToken cancellationToken)
    {
        var messageId = request.MessageId ?? NewId();
        // On the topic an id stands for one employee's notification.
        var all = request.EmployeeIds!.Select(e => (Employee: e, Notification: ToNotification(request, $"{messageId}:{e.ToString(CultureInfo.InvariantCulture)}"))).ToList();
        var stored = await Task.WhenAll(all.Select(n => StoreAsync(n.Employee, n.Notification)));
        await CopyAsync([.. all.Where((_, i) => stored[i].IsNew)], cancellationToken);
        return new(messageId, [.. all.Select((n, i) => new Sent(n.Employee, stored[i].Id, n.Notification.MessageId))]);
    }

    private async Task<(long Id, bool IsNew)> StoreAsync(long employeeId, NewNotification notification)
    {
        var (id, isNew) = await store.AddAsync(employeeId, notification);
        if (isNew) NotificationTelemetry.Stored.Add(1);
        return (id!.Value, isNew); // its timestamp is now: never too old
    }

    private async Task CopyAsync(IReadOnlyList<(long Employee, NewNotification Notification)> stored, CancellationToken cancellationToken)
    {
        try
        {
            await Task.WhenAll(stored.Select(n => publisher.PublishAsync(
                MessageJson.ToMessage(Topics.ApprovalNotifications, n.Employee.ToString(CultureInfo.InvariantCulture), n.Notification.For(n.Employee), n.Notification.MessageId, n.Notification.Timestamp),
                cancellationToken))).WaitAsync(CopyLimit, clock, cancellationToken);
        }
        catch (Exception e) when (TransientFaults.IsTransient(e) || e is OperationCanceledException)
        {
            logger.LogWarning("{Count} notifications are stored but not on the topic: {Reason}", stored.Count, e.Message);
        }
    }

    private NewNotification ToNotification(SendNotification request, string messageId) =>
        new(messageId, request.Type, request.ApprovalId, request.Status, request.Message, clock.GetUtcNow());

    private static string NewId() => Guid.CreateVersion7().ToString("N");
}
