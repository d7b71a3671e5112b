namespace Erp.Messaging;

/// <summary>A message as a consumer gets it; <paramref name="Id"/> is what makes handling it twice harmless.</summary>
/// <param name="Topic">Where it came from.</param>
/// <param name="Partition">Of the topic, from 0.</param>
/// <param name="Offset">In the partition, from 0.</param>
/// <param name="Key">Messages of one key come in the order in which they were sent.</param>
/// <param name="Id">Its sender's <see cref="OutgoingMessage.Id"/>; made of topic, partition and offset where it has
/// none. </param>
/// <param name="Type">Name of the record that the payload is; empty where the sender did not say.</param>
/// <param name="Payload">JSON; see <see cref="MessageJson.Read"/>.</param>
/// <param name="Timestamp">When it was sent, UTC.</param>
public sealed record IncomingMessage(
    string Topic, int Partition, long Offset, string Key, string Id, string Type, string Payload,
    DateTimeOffset Timestamp);
