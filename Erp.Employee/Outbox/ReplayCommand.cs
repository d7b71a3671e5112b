using Erp.Employee.Data;

namespace Erp.Employee.Outbox;

/// <summary>The command <c>--replay-dead-letters notifications</c>, as for Kafka's topics: the process puts what notification-service
/// refused back into the outbox, for the relays of the service to send, does nothing else, and ends.</summary>
internal sealed class ReplayCommand(
    IConfiguration configuration, SchemaState schema, MySqlOutbox outbox, IHostApplicationLifetime lifetime, ILogger<ReplayCommand> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (configuration["replay-dead-letters"] != NotificationOutbox.Topic) return;
        await schema.WaitAsync(stoppingToken);
        logger.LogInformation("Sent {Count} dead messages back to the outbox", await outbox.UnburyAsync(stoppingToken));
        lifetime.StopApplication();
    }
}
