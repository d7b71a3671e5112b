using Confluent.Kafka;
using Erp.ServiceDefaults.Errors;

namespace Erp.Messaging.Kafka;

/// <summary>Whatever Kafka refuses passes, but for a message that it will never take.</summary>
internal sealed class KafkaFaults : ITransientFaultDetector
{
    public bool IsTransient(Exception exception) =>
        exception is KafkaException { Error.Code: not ErrorCode.MsgSizeTooLarge and not ErrorCode.InvalidMsg };
}
