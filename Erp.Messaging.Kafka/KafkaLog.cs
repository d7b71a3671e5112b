using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace Erp.Messaging.Kafka;

/// <summary>librdkafka's reports in our log. A broker that is away is reported every few seconds, not for every
/// try.</summary>
internal sealed class KafkaLog(ILogger logger, string client)
{
    private static readonly long Pause = (long)TimeSpan.FromSeconds(10).TotalMilliseconds;
    private long _quietUntil;

    public void Error(Error error)
    {
        if (error.IsFatal) logger.LogError("Kafka {Client}: {Code}: {Reason}", client, error.Code, error.Reason);
        else if (Interlocked.Read(ref _quietUntil) is var until && Environment.TickCount64 >= until
            && Interlocked.CompareExchange(ref _quietUntil, Environment.TickCount64 + Pause, until) == until)
            logger.LogWarning("Kafka {Client}: {Code}: {Reason}", client, error.Code, error.Reason);
    }

    public void Message(LogMessage message) =>
        logger.LogDebug("Kafka {Client}: {Facility}: {Message}", client, message.Facility, message.Message);
}
