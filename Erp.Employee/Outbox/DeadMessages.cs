using Dapper;
using Erp.Employee.Data;
using Erp.Messaging;

namespace Erp.Employee.Outbox;

/// <summary>The table <c>dead_messages</c>: what notification-service will never take.</summary>
internal sealed class DeadMessages(Database database)
{
    /// <summary>Keeps a message that its receiver will never take, with the reason.</summary>
    public Task BuryAsync(OutgoingMessage message, string error, CancellationToken cancellationToken) =>
        database.WriteAsync(transaction => transaction.Connection!.ExecuteAsync("""
            INSERT IGNORE INTO dead_messages (message_id, topic, message_key, type, payload, error, created_at)
            VALUES (@Id, @Topic, @Key, @Type, @Payload, @error, @CreatedAt)
            """,
            new { message.Id, message.Topic, message.Key, message.Type, message.Payload, error, message.CreatedAt },
            transaction), cancellationToken);

    /// <summary>Lets what was buried go out again; returns how many messages.</summary>
    public Task<int> UnburyAsync(CancellationToken cancellationToken) => database.WriteAsync(async transaction =>
    {
        await transaction.Connection!.ExecuteAsync("""
            INSERT IGNORE INTO outgoing_messages (message_id, topic, message_key, type, payload, created_at)
            SELECT message_id, topic, message_key, type, payload, created_at FROM dead_messages ORDER BY id
            """, transaction: transaction);
        // Only what was copied: another one may be buried meanwhile.
        return await transaction.Connection!.ExecuteAsync(
            "DELETE d FROM dead_messages d JOIN outgoing_messages o ON o.message_id = d.message_id",
            transaction: transaction);
    }, cancellationToken);
}
