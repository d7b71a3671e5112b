using Confluent.Kafka;
using Erp.ServiceDefaults.Errors;

namespace Erp.Messaging.Kafka;

/// <summary>Whatever Kafka refuses passes, but for a message that it will never take.</summary>
internal sealed class KafkaFaults : ITransientFaultDetector
{
    public bool IsTransient(Exception exception) => exception is KafkaException e && !IsTooLarge(e.Error);

    /// <summary>The record itself is refused, for its size.</summary>
    public static bool IsTooLarge(Error error) =>
        error.Code is ErrorCode.MsgSizeTooLarge or ErrorCode.InvalidMsg or ErrorCode.RecordListTooLarge;
}
