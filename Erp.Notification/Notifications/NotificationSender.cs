using System.Globalization;
using Erp.Api.Errors;
using Erp.Contracts;
using Erp.Messaging;
using Erp.Notification.Store;
using Erp.ServiceDefaults.Auth;
using Erp.ServiceDefaults.Errors;
using Erp.ServiceDefaults.Work;

namespace Erp.Notification.Notifications;

/// <summary>Stores what services and HR send, and puts it on the topic too, so that it can be rebuilt when Redis loses
/// it. A service, which sends again what is not accepted, is told when the topic does not have it; the copy of what was
/// stored before is made again, since the first one may be missing. For people it is enough that Redis has
/// it.</summary>
internal sealed class NotificationSender(
    NotificationStore store, IMessagePublisher publisher, TransientFaults faults, TimeProvider clock,
    ILogger<NotificationSender> logger)
{
    // Redis has it by then and the sender waits: the copy is worth this much and no more.
    private static readonly TimeSpan CopyLimit = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(5);
    private readonly News _troubles = new();

    public async Task<(Sent Sent, bool IsNew)> SendAsync(
        long employeeId, SendNotification request, Caller caller, CancellationToken cancellationToken)
    {
        if (request.Timestamp is not null) Caller.Must(caller.IsService, "Only services say when it happened.");
        var messageId = request.MessageId ?? NewId();
        var notification = ToNotification(request, messageId);
        var stored = await StoreAsync(employeeId, notification);
        await CopyAsync([(employeeId, notification)], MustBeCopied(request, caller), cancellationToken);
        return (new(employeeId, stored.Id, messageId), stored.IsNew);
    }

    /// <summary>To a list. Sent again after a failure half-way, those who have it already are passed over.</summary>
    public async Task<SentToList> SendToListAsync(
        SendNotificationToList request, Caller caller, CancellationToken cancellationToken)
    {
        if (request.Timestamp is not null) Caller.Must(caller.IsService, "Only services say when it happened.");
        var messageId = request.MessageId ?? NewId();
        // On the topic an id stands for one employee's notification.
        var all = request.EmployeeIds
            .Select(e => (Employee: e, Notification: ToNotification(request, $"{messageId}:{Key(e)}")))
            .ToList();
        var stored = await Task.WhenAll(all.Select(n => StoreAsync(n.Employee, n.Notification)));
        await CopyAsync(all, MustBeCopied(request, caller), cancellationToken);
        return new(messageId, [.. all.Select((n, i) => new Sent(n.Employee, stored[i].Id, n.Notification.MessageId))]);
    }

    private async Task<(long Id, bool IsNew)> StoreAsync(long employeeId, NewNotification notification)
    {
        var (id, isNew) = await store.AddAsync(employeeId, notification, Arrival.Now);
        if (isNew) NotificationTelemetry.Stored.Add(1);
        return (id!.Value, isNew); // it is not too old to be kept
    }

    // Sent again without an id of its own it would be another notification.
    private static bool MustBeCopied(SendNotification request, Caller caller) =>
        caller.IsService && request.MessageId is not null;

    private async Task CopyAsync(
        List<(long Employee, NewNotification Notification)> stored, bool must, CancellationToken cancellationToken)
    {
        try
        {
            var copies = stored.Select(n => Copy(n.Employee, n.Notification));
            await Task.WhenAll(copies.Select(c => publisher.PublishAsync(c, cancellationToken)))
                .WaitAsync(CopyLimit, clock, cancellationToken);
            _troubles.Forget();
        }
        catch (Exception e) when (faults.IsTransient(e) || e is OperationCanceledException)
        {
            if (_troubles.Is(e.GetType().Name))
                logger.LogWarning("{Count} notifications are stored but not on the topic: {Reason}",
                    stored.Count, e.Message);
            if (!must) return;
            throw Problems.Unavailable(ErrorCodes.Unavailable,
                "It is stored but not safe yet; send it again with the same messageId.", RetryAfter);
        }
    }

    private static OutgoingMessage Copy(long employeeId, NewNotification notification) => MessageJson.ToMessage(
        Topics.ApprovalNotifications.Name, Key(employeeId), notification.For(employeeId), notification.MessageId,
        notification.Timestamp);

    private static string Key(long employeeId) => employeeId.ToString(CultureInfo.InvariantCulture);

    // What waited for longer than it is kept happens now, so that it is told at all.
    private NewNotification ToNotification(SendNotification request, string messageId) =>
        new(messageId, request.Type, request.ApprovalId, request.Status, request.Message,
            request.Timestamp is { } at && at > store.KeepsSince.AddMinutes(1) ? at : clock.GetUtcNow(),
            request.Sentence?.ToSentence());

    private static string NewId() => Guid.CreateVersion7().ToString("N");
}
