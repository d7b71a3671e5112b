namespace Erp.Messaging.Kafka;

/// <summary>A topic that this service works with, and how it is made where it is missing.</summary>
/// <param name="Name">As brokers know it.</param>
/// <param name="DeadLetters">Name of the topic beside it for what cannot be processed; null where there is none, and
/// then no consumer either, but followers only.</param>
/// <param name="Partitions">Of both; keys are spread over them.</param>
/// <param name="Retention">How long brokers keep its messages; the brokers' own default when null.</param>
/// <param name="DeadLetterRetention">The same for its dead letters.</param>
/// <param name="Compacted">Brokers keep the last message of each key for ever.</param>
public sealed record KafkaTopic(
    string Name, string? DeadLetters, int Partitions, TimeSpan? Retention = null, TimeSpan? DeadLetterRetention = null,
    bool Compacted = false);
