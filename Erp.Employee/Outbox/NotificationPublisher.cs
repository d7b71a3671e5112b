using System.Diagnostics.Metrics;
using System.Net;
using Erp.Messaging;

namespace Erp.Employee.Outbox;

/// <summary>Delivers outgoing messages to notification-service. What it refuses for good is kept aside and counted, so
/// that it blocks nobody.</summary>
internal sealed class NotificationPublisher(
    NotificationClient client, DeadMessages dead, IMeterFactory meters, ILogger<NotificationPublisher> logger)
    : IMessagePublisher
{
    // The name that the alert on Kafka's dead letters watches.
    private readonly Counter<long> _dead = meters.Create("Erp.Employee").CreateCounter<long>(
        "erp.dead_letters", description: "Messages that notification-service refused for good");

    public async Task PublishAsync(OutgoingMessage message, CancellationToken cancellationToken)
    {
        var (status, body) = await client.SendAsync(message.Key, message.Payload, cancellationToken);
        // A replica of before, while both services are upgraded, refuses a field that it does not know.
        for (var payload = message.Payload;
            status == 400 && SendNotification.Plainer(payload) is { } plainer; payload = plainer)
            (status, body) = await client.SendAsync(message.Key, plainer, cancellationToken);
        if (status is >= 200 and < 300) return;
        if (!IsFinal(status))
            throw new HttpRequestException($"notification-service answered {status}.", null, (HttpStatusCode)status);

        logger.LogError(
            "notification-service refuses message {MessageId} for good ({Status}); it is kept in dead_messages",
            message.Id, status);
        await dead.BuryAsync(message, $"{status} {body[..Math.Min(body.Length, 900)]}", cancellationToken);
        _dead.Add(1, new KeyValuePair<string, object?>("topic", message.Topic));
    }

    // Tokens, addresses, rate limits and faults mend themselves or are mended by somebody; a message that is refused
    // itself does not.
    private static bool IsFinal(int status) => status is 400 or 409 or 413 or 415 or 422;
}
