using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Erp.ServiceDefaults.Messaging.Kafka;

/// <summary>The command <c>--replay-dead-letters TOPIC</c>: the process sends them back, does nothing else, and ends.</summary>
internal sealed class ReplayCommand(
    IConfiguration configuration, DeadLetterReplay replay, IHostApplicationLifetime lifetime, ILogger<ReplayCommand> logger) : BackgroundService
{
    private const string Key = "replay-dead-letters";

    /// <summary>This process was started for the command only.</summary>
    public static bool IsAsked(IConfiguration configuration) => configuration[Key] is { Length: > 0 };

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!IsAsked(configuration)) return;
        try
        {
            await replay.ReplayAsync(configuration[Key]!, stoppingToken);
        }
        catch (Exception e) when (e is Confluent.Kafka.KafkaException or TimeoutException)
        {
            Environment.ExitCode = 1;
            logger.LogError("Not all dead letters are sent back: {Reason}", e.Message);
        }
        lifetime.StopApplication();
    }
}
