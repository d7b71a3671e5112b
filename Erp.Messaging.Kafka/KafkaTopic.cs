namespace Erp.Messaging.Kafka;

/// <summary>A topic that this service works with, and how it is made where it is missing.</summary>
/// <param name="Name">As brokers know it.</param>
/// <param name="DeadLetters">Name of the topic beside it for what cannot be processed.</param>
/// <param name="Partitions">Of both; keys are spread over them.</param>
/// <param name="Retention">How long brokers keep its messages; the brokers' own default when null.</param>
/// <param name="DeadLetterRetention">The same for its dead letters.</param>
public sealed record KafkaTopic(
    string Name, string DeadLetters, int Partitions, TimeSpan? Retention = null, TimeSpan? DeadLetterRetention = null);
