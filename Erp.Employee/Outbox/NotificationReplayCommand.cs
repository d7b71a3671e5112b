using Erp.Employee.Data;
using Erp.Messaging;

namespace Erp.Employee.Outbox;

/// <summary><c>--replay-dead-letters notifications</c>: puts what notification-service refused back into the outbox,
/// for the relays of the service to send.</summary>
internal sealed class NotificationReplayCommand(
    IConfiguration configuration, SchemaState schema, DeadMessages dead, IHostApplicationLifetime lifetime)
    : ReplayCommand(configuration, lifetime)
{
    protected override async Task<string> ReplayAsync(string what, CancellationToken cancellationToken)
    {
        if (what != NotificationOutbox.Topic)
        {
            throw new ReplayException(
                $"There are no dead letters of {what} here. "
                + $"employee-service keeps those of {NotificationOutbox.Topic}.");
        }
        await schema.WaitAsync(cancellationToken);
        return $"Sent {await dead.UnburyAsync(cancellationToken)} dead messages back to the outbox.";
    }
}
