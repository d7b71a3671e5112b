namespace Erp.Messaging;

/// <summary>A message as a consumer gets it; <paramref name="Id"/> is what makes handling it twice harmless.</summary>
public sealed record IncomingMessage(
    string Topic, int Partition, long Offset, string Key, string Id, string Type, string Payload, DateTimeOffset Timestamp);
