using Dapper;
using Erp.Employee.Data;
using Erp.Messaging;
using Erp.ServiceDefaults.Work;
using MySqlConnector;

namespace Erp.Employee.Outbox;

/// <summary>What the table <c>outgoing_messages</c> has for one topic. Relays of all replicas choose one after the
/// other, each then works on keys of its own; those of one topic know nothing of the other's leases. Until the schema
/// is there, there is nothing.</summary>
internal sealed class MySqlOutbox(string topic, Database database, SchemaState schema, TimeProvider time) : IOutbox
{
    private static readonly TimeSpan LongestChoice = TimeSpan.FromSeconds(10);

    /// <summary>Stores a message in the transaction of the change that it tells of.</summary>
    public static Task AddAsync(MySqlTransaction transaction, params IEnumerable<OutgoingMessage> messages) =>
        transaction.Connection!.ExecuteAsync("""
            INSERT INTO outgoing_messages (message_id, topic, message_key, type, payload, trace_parent, created_at)
            VALUES (@Id, @Topic, @Key, @Type, @Payload, @TraceParent, @CreatedAt)
            """, messages, transaction);

    public async Task<IReadOnlyList<OutboxLease>> LeaseAsync(
        int max, TimeSpan duration, CancellationToken cancellationToken)
    {
        if (!schema.IsReady) return [];
        var since = time.GetTimestamp();
        while (true)
        {
            if (await TryLeaseAsync(max, duration, cancellationToken) is { } leases) return leases;
            if (time.GetElapsedTime(since) > LongestChoice)
                throw new TimeoutException($"another relay has been choosing for {LongestChoice.TotalSeconds:0} s");
            await Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(2, 10)), time, cancellationToken);
        }
    }

    // Null while another relay chooses. It is not waited for in the database: a statement that waits for a row keeps
    // MariaDB from becoming read-only, and that keeps the one that has the row from going on. They are locks of two
    // kinds, so that this is no deadlock to the server, and only a time limit would end it.
    private Task<IReadOnlyList<OutboxLease>?> TryLeaseAsync(
        int max, TimeSpan duration, CancellationToken cancellationToken) =>
        database.WriteAsync<IReadOnlyList<OutboxLease>?>(async transaction =>
        {
            var connection = transaction.Connection!;
            var turn = await connection.ExecuteScalarAsync<int?>(
                "SELECT id FROM relay_lock WHERE id = 1 FOR UPDATE SKIP LOCKED", transaction: transaction);
            if (turn is null) return null;
            var now = time.GetUtcNow();
            var until = (now + duration).ToUnixTimeMilliseconds();
            // A row's id and its commit have the same order within a key: both happen under the employee's lock. The
            // join walks the ids until it has enough; a subquery would read the whole queue each time.
            var messages = (await connection.QueryAsync<OutgoingMessage>("""
                SELECT m.message_id AS Id, m.topic AS Topic, m.message_key AS `Key`, m.type AS Type,
                  m.payload AS Payload, m.trace_parent AS TraceParent, m.created_at AS CreatedAt
                FROM outgoing_messages m
                  LEFT JOIN outgoing_messages l
                    ON l.topic = m.topic AND l.message_key = m.message_key
                      AND l.leased_until > @now AND l.leased_until <= @latest
                WHERE m.topic = @topic AND l.id IS NULL
                ORDER BY m.id LIMIT @max
                """, new { topic, now, latest = Leases.Latest(now, duration), max }, transaction)).AsList();
            if (messages.Count > 0)
                await connection.ExecuteAsync(
                    "UPDATE outgoing_messages SET leased_until = @until WHERE message_id IN @ids",
                    new { until = At(until), ids = messages.Select(m => m.Id) }, transaction);
            return [.. messages.GroupBy(m => m.Key).Select(ofKey => new OutboxLease(ofKey.Key, [.. ofKey], until))];
        }, cancellationToken);

    public Task MarkPublishedAsync(IReadOnlyList<OutboxLease> leases, CancellationToken cancellationToken) =>
        database.WriteAsync(async transaction =>
        {
            var connection = transaction.Connection!;
            await connection.ExecuteAsync("DELETE FROM outgoing_messages WHERE message_id IN @ids",
                new { ids = leases.SelectMany(l => l.Messages).Select(m => m.Id) }, transaction);
            // Of a lease that was published in part, what is left waits for the next one.
            foreach (var ofTime in leases.GroupBy(l => l.Until))
                await connection.ExecuteAsync(
                    """
                    UPDATE outgoing_messages SET leased_until = NULL
                    WHERE topic = @topic AND message_key IN @keys AND leased_until = @until
                    """,
                    new { topic, keys = ofTime.Select(l => l.Key), until = At(ofTime.Key) }, transaction);
            return leases.Count;
        }, cancellationToken);

    public Task<OutboxBacklog> MeasureAsync(CancellationToken cancellationToken) =>
        database.ReadAsync(async connection => new OutboxBacklog(
            await connection.ExecuteScalarAsync<long>(
                "SELECT COUNT(*) FROM outgoing_messages WHERE topic = @topic", new { topic }),
            await connection.ExecuteScalarAsync<DateTimeOffset?>(
                "SELECT created_at FROM outgoing_messages WHERE topic = @topic ORDER BY id LIMIT 1", new { topic })),
            cancellationToken);

    private static DateTimeOffset At(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
}
