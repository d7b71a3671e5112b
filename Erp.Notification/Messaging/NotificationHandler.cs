using System.Globalization;
using Erp.Contracts;
using Erp.Messaging;
using Erp.Notification.Store;

namespace Erp.Notification.Messaging;

/// <summary>Stores what the topic brings and says so to the sender, who sends again what is not acknowledged. The
/// acknowledgement is with the broker before the offset moves; on a repeated delivery it is sent again, because the
/// first may have been lost.</summary>
internal sealed class NotificationHandler(NotificationStore store, IMessagePublisher publisher) : IMessageHandler
{
    public Task<bool> HandleAsync(IncomingMessage message, CancellationToken cancellationToken) => message.Type switch
    {
        nameof(NotificationsTold) => ToldAsync(message.Read<NotificationsTold>()),
        _ => StoreAsync(message, cancellationToken),
    };

    private async Task<bool> ToldAsync(NotificationsTold told)
    {
        await store.ToldAsync(told.StoreEpoch);
        return true;
    }

    private async Task<bool> StoreAsync(IncomingMessage message, CancellationToken cancellationToken)
    {
        var requested = Read(message);
        var (_, isNew) = await store.AddAsync(
            requested.EmployeeId, NewNotification.From(message.Id, requested), Arrival.Late);
        if (isNew) NotificationTelemetry.Stored.Add(1);
        if (requested.ApprovalId is not { } approval) return isNew; // not from an approval: nobody waits for an answer

        var key = approval.ToString(CultureInfo.InvariantCulture);
        var answer = new NotificationStored(message.Id, approval);
        await publisher.PublishAsync(
            MessageJson.ToMessage(Topics.ApprovalResults.Name, key, answer, message.Id + ":stored"), cancellationToken);
        return isNew;
    }

    /// <summary>The notification that a message asks for; <see cref="PoisonMessageException"/> when it asks for
    /// none.</summary>
    internal static NotificationRequested Read(IncomingMessage message)
    {
        if (message.Type != nameof(NotificationRequested))
            throw new PoisonMessageException($"{message.Type} {message.Id} is not for this topic.");
        var requested = message.Read<NotificationRequested>();
        return requested.EmployeeId > 0 && requested.Type.Length is > 0 and <= 64 && requested.Message.Length <= 10_000
            && message.Id.Length is > 0 and <= 200
            && requested.Sentence?.Values.Sum(v => v.Key.Length + v.Value.Length) is null or <= 10_000
            ? requested
            : throw new PoisonMessageException(
                $"{message.Type} {message.Id} is for nobody, has no type or is too long.");
    }
}
