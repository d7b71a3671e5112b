namespace Erp.Messaging;

/// <summary>Names of Kafka headers.</summary>
public static class MessageHeaders
{
    /// <summary><see cref="OutgoingMessage.Id"/>.</summary>
    public const string Id = "message-id";

    /// <summary><see cref="OutgoingMessage.Type"/>.</summary>
    public const string Type = "message-type";

    /// <summary>W3C trace context.</summary>
    public const string TraceParent = "traceparent";

    /// <summary>What all headers that a dead letter gets in addition begin with.</summary>
    public const string DeadLetterPrefix = "dlq-";

    /// <summary>Why it could not be processed.</summary>
    public const string DeadLetterReason = "dlq-reason";

    /// <summary>Type of the last exception.</summary>
    public const string DeadLetterException = "dlq-exception";

    /// <summary>Topic it came from.</summary>
    public const string DeadLetterTopic = "dlq-topic";

    /// <summary>Partition it came from.</summary>
    public const string DeadLetterPartition = "dlq-partition";

    /// <summary>Offset it had there.</summary>
    public const string DeadLetterOffset = "dlq-offset";

    /// <summary>Group that could not process it.</summary>
    public const string DeadLetterGroup = "dlq-group";

    /// <summary>How often it was tried.</summary>
    public const string DeadLetterAttempts = "dlq-attempts";

    /// <summary>Bytes that its value had, when the letter is only a part of it.</summary>
    public const string DeadLetterLength = "dlq-length";

    /// <summary>SHA-256 of the whole value in hexadecimal, when the letter is only a part of it.</summary>
    public const string DeadLetterHash = "dlq-sha256";

    /// <summary>When it was given up, UTC ISO-8601.</summary>
    public const string DeadLetterTime = "dlq-time";

    /// <summary>Of a record that is no letter: who asks to be the only one who sends back or drops.</summary>
    public const string DeadLetterLock = "dlq-lock";

    /// <summary>How long, in milliseconds since 1970-01-01 UTC.</summary>
    public const string DeadLetterLockUntil = "dlq-lock-until";
}
