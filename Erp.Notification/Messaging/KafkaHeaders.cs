using System.Text;
using Confluent.Kafka;
using Erp.ServiceDefaults.Messaging;

namespace Erp.Notification.Messaging;

internal static class KafkaHeaders
{
    public static IncomingMessage ToIncoming(ConsumeResult<string, string> result) =>
        new(result.Topic, result.Partition.Value, result.Offset.Value, result.Message.Key ?? "", Header(result, "id"), Header(result, "type"),
            result.Message.Value ?? "", new(result.Message.Timestamp.UtcDateTime));

    private static string Header(ConsumeResult<string, string> result, string name) =>
        result.Message.Headers.TryGetLastBytes(name, out var value) ? Encoding.UTF8.GetString(value) : "";
}
