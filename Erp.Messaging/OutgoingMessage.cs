using System.Text.Json.Serialization;

namespace Erp.Messaging;

/// <summary>A message stored together with the change that causes it, until a relay has published it.</summary>
/// <param name="Id">Unique for ever; the same on every redelivery, so that receivers can recognise it.</param>
/// <param name="Topic">Where it goes.</param>
/// <param name="Key">Messages of one key keep their order.</param>
/// <param name="Type">Name of the record that the payload is.</param>
/// <param name="Payload">The record as JSON (<see cref="Api.Json.ErpJson"/>).</param>
/// <param name="TraceParent">W3C trace context of the causing request, so that one trace spans the whole flow.</param>
/// <param name="CreatedAt">UTC.</param>
public sealed record OutgoingMessage(
    string Id, string Topic, string Key, string Type, string Payload, string? TraceParent, DateTimeOffset CreatedAt)
{
    /// <summary>It was published before, and no answer came.</summary>
    [JsonIgnore]
    public bool Again { get; init; }
}
