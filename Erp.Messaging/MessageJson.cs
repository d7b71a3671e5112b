using System.Diagnostics;
using System.Text.Json;
using Erp.Api.Json;

namespace Erp.Messaging;

/// <summary>From records to what travels, and back.</summary>
public static class MessageJson
{
    /// <summary>An outgoing message with this record as its payload, bound to the current trace.</summary>
    /// <param name="topic">Where it goes.</param>
    /// <param name="key">Messages of one key keep their order.</param>
    /// <param name="body">The record; its type's name becomes the message's type.</param>
    /// <param name="id">The same on every redelivery; a new one when absent.</param>
    /// <param name="createdAt">Now when absent.</param>
    public static OutgoingMessage ToMessage<T>(
        string topic, string key, T body, string? id = null, DateTimeOffset? createdAt = null)
        where T : notnull =>
        new(id ?? Guid.CreateVersion7().ToString("N"), topic, key, typeof(T).Name,
            JsonSerializer.Serialize(body, ErpJson.MessageOptions), Activity.Current?.Id,
            createdAt ?? DateTimeOffset.UtcNow);

    /// <summary>The payload as a record; a <see cref="PoisonMessageException"/> when it is none.</summary>
    public static T Read<T>(this IncomingMessage message) where T : notnull
    {
        try
        {
            return JsonSerializer.Deserialize<T>(message.Payload, ErpJson.MessageOptions)
                ?? throw new PoisonMessageException($"{message.Type} {message.Id} is null.");
        }
        catch (JsonException e)
        {
            throw new PoisonMessageException(
                $"{message.Type} {message.Id} cannot be read as {typeof(T).Name}: {e.Message}", e);
        }
    }
}
