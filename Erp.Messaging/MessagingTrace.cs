using System.Diagnostics;

namespace Erp.Messaging;

/// <summary>Spans of messages. The trace context travels with the stored message, so one trace goes on across outbox,
/// broker and consumer.</summary>
internal static class MessagingTrace
{
    public const string SourceName = "Erp.Messaging";
    private static readonly ActivitySource Source = new(SourceName);

    /// <summary>A span for handing a message over; none when the relay has begun one already, or nobody
    /// listens.</summary>
    public static Activity? StartPublish(OutgoingMessage message)
    {
        if (Activity.Current is { Kind: ActivityKind.Producer } current && current.Source == Source) return null;
        var activity = Source.StartActivity(
            $"{message.Topic} publish", ActivityKind.Producer, Parent(message.TraceParent));
        activity?.SetTag("messaging.system", "kafka")
            .SetTag("messaging.operation.name", "publish")
            .SetTag("messaging.destination.name", message.Topic)
            .SetTag("messaging.message.id", message.Id)
            .SetTag("messaging.message.type", message.Type)
            .SetTag("messaging.kafka.message.key", message.Key);
        return activity;
    }

    /// <summary>A span for handling a message, as a child of the one that published it.</summary>
    public static Activity? StartProcess(IncomingMessage message, string group, string? traceParent, int attempt)
    {
        var activity = Source.StartActivity($"{message.Topic} process", ActivityKind.Consumer, Parent(traceParent));
        activity?.SetTag("messaging.system", "kafka")
            .SetTag("messaging.operation.name", "process")
            .SetTag("messaging.destination.name", message.Topic)
            .SetTag("messaging.consumer.group.name", group)
            .SetTag("messaging.destination.partition.id", message.Partition)
            .SetTag("messaging.kafka.message.offset", message.Offset)
            .SetTag("messaging.message.id", message.Id)
            .SetTag("messaging.message.type", message.Type)
            .SetTag("erp.attempt", attempt);
        return activity;
    }

    /// <summary>The trace context that the receiver is to go on with.</summary>
    public static string? ContextFor(OutgoingMessage message) =>
        Activity.Current is { Kind: ActivityKind.Producer, Id: { } id }
            ? id
            : message.TraceParent ?? Activity.Current?.Id;

    public static void Failed(Activity? activity, Exception exception) =>
        activity?.SetStatus(ActivityStatusCode.Error, exception.GetType().Name);

    private static ActivityContext Parent(string? traceParent) =>
        ActivityContext.TryParse(traceParent, null, isRemote: true, out var context)
            ? context
            : Activity.Current?.Context ?? default;
}
