using System.Diagnostics;
using System.Globalization;
using Dapper;
using Erp.Employee.Data;
using Erp.Messaging;
using Erp.Messaging.DeadLetters;
using MySqlConnector;

namespace Erp.Employee.Outbox;

/// <summary>The table <c>dead_messages</c>: what notification-service will never take. Sent back they are in the outbox
/// again, for the relays to send. Who sends back or drops locks the rows: somebody else waits, and goes on with what is
/// left.</summary>
internal sealed class DeadMessages(
    Database database, OutboxSignal signal, TimeProvider time, ILogger<DeadMessages> logger) : IDeadLetters
{
    private const int BatchSize = 500;
    private static readonly (DateTimeOffset First, DateTimeOffset Last) AnyTime =
        (new(1000, 1, 1, 0, 0, 0, TimeSpan.Zero), new(9999, 12, 31, 0, 0, 0, TimeSpan.Zero));

    public IReadOnlyCollection<string> Of { get; } = [NotificationOutbox.Topic];

    /// <summary>Keeps a message that its receiver will never take, with the reason.</summary>
    public Task BuryAsync(OutgoingMessage message, string error, CancellationToken cancellationToken) =>
        database.WriteAsync(async transaction =>
        {
            await ToldNotifications.SetRefusedAsync(transaction, [message.Id], refused: true);
            return await transaction.Connection!.ExecuteAsync("""
                INSERT IGNORE INTO dead_messages
                  (message_id, topic, message_key, type, payload, trace_parent, error, created_at, dead_at)
                VALUES (@Id, @Topic, @Key, @Type, @Payload, @TraceParent, @error, @CreatedAt, @deadAt)
                """,
                new
                {
                    message.Id, message.Topic, message.Key, message.Type, message.Payload, message.TraceParent, error,
                    message.CreatedAt, deadAt = time.GetUtcNow(),
                },
                transaction);
        }, cancellationToken);

    public async Task<IReadOnlyList<DeadLetterSummary>> ListAsync(
        string of, DeadLetterFilter filter, CancellationToken cancellationToken)
    {
        var rows = await database.ReadAsync(connection => connection.QueryAsync<Row>(
            $"""
            SELECT {Row.Columns} FROM dead_messages
            WHERE topic = @of AND dead_at BETWEEN @since AND @until
            ORDER BY id LIMIT @count
            """,
            new
            {
                of, count = filter.Count, since = filter.Since ?? AnyTime.First, until = filter.Until ?? AnyTime.Last,
            }), cancellationToken);
        return [.. rows.Select(r => r.Summarize())];
    }

    public async Task<DeadLetterDetail?> FindAsync(string of, string id, CancellationToken cancellationToken)
    {
        if (!long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return null;
        var row = await database.ReadAsync(connection => connection.QuerySingleOrDefaultAsync<Row>(
            $"SELECT {Row.Columns} FROM dead_messages WHERE topic = @of AND id = @number",
            new { of, number }), cancellationToken);
        return row?.Describe();
    }

    public async Task<DeadLettersMoved> ReplayAsync(
        string of, DeadLetterBounds bounds, CancellationToken cancellationToken)
    {
        var moved = await MoveAsync(of, bounds, "dead messages are in the outbox again", async (transaction, ids) =>
        {
            var messageIds = await transaction.Connection!.QueryAsync<string>(
                "SELECT message_id FROM dead_messages WHERE id IN @ids", new { ids }, transaction);
            await ToldNotifications.SetRefusedAsync(transaction, messageIds, refused: false);
            await transaction.Connection!.ExecuteAsync("""
                INSERT IGNORE INTO outgoing_messages
                  (message_id, topic, message_key, type, payload, trace_parent, created_at)
                SELECT message_id, topic, message_key, type, payload, trace_parent, created_at
                FROM dead_messages WHERE id IN @ids ORDER BY id
                """, new { ids }, transaction);
        }, cancellationToken);
        signal.Set();
        return moved;
    }

    public Task<DeadLettersMoved> DropAsync(string of, DeadLetterBounds bounds, CancellationToken cancellationToken) =>
        MoveAsync(of, bounds, "dead messages are dropped", (_, _) => Task.CompletedTask, cancellationToken);

    private async Task<DeadLettersMoved> MoveAsync(
        string of, DeadLetterBounds bounds, string what, Func<MySqlTransaction, IReadOnlyList<long>, Task> move,
        CancellationToken cancellationToken)
    {
        // What dies after this is not meant.
        var last = await database.ReadAsync(connection => connection.ExecuteScalarAsync<long>(
            "SELECT COALESCE(MAX(id), 0) FROM dead_messages WHERE topic = @of", new { of }), cancellationToken);
        var (count, most, taken) = (0, bounds.Count ?? int.MaxValue, 0);
        do
        {
            taken = await database.WriteAsync(async transaction =>
            {
                var connection = transaction.Connection!;
                var ids = (await connection.QueryAsync<long>("""
                    SELECT id FROM dead_messages
                    WHERE topic = @of AND id <= @last AND dead_at <= @until
                    ORDER BY id LIMIT @limit FOR UPDATE
                    """,
                    new
                    {
                        of, last, until = bounds.Until ?? AnyTime.Last, limit = Math.Min(BatchSize, most - count),
                    }, transaction)).AsList();
                if (ids.Count == 0) return 0;
                await move(transaction, ids);
                return await connection.ExecuteAsync(
                    "DELETE FROM dead_messages WHERE id IN @ids", new { ids }, transaction);
            }, cancellationToken);
            count += taken;
        }
        while (taken > 0 && count < most);
        var waiting = await database.ReadAsync(connection => connection.ExecuteScalarAsync<int>(
            "SELECT COUNT(*) FROM dead_messages WHERE topic = @of AND id <= @last", new { of, last }),
            cancellationToken);
        logger.LogWarning("{Count} {What}, {Waiting} wait", count, what, waiting);
        return new(count, waiting, []);
    }

    private sealed record Row(
        long Id, string Topic, string MessageId, string Type, string Key, string Payload, string Error,
        string? TraceParent, DateTimeOffset DeadAt)
    {
        public const string Columns = """
            id AS Id, topic AS Topic, message_id AS MessageId, type AS Type, message_key AS `Key`, payload AS Payload,
            error AS Error, trace_parent AS TraceParent, dead_at AS DeadAt
            """;

        public DeadLetterSummary Summarize() => new(
            Id.ToString(CultureInfo.InvariantCulture), Topic, MessageId, Type, Key, DeadAt, Error, null,
            System.Text.Encoding.UTF8.GetByteCount(Payload), Whole: true);

        public DeadLetterDetail Describe() => new(
            Summarize(),
            ActivityContext.TryParse(TraceParent, null, out var trace) ? trace.TraceId.ToHexString() : null,
            new Dictionary<string, string>(), DeadLetterDetail.Shorten(Payload, DeadLetterDetail.MostOfPayload),
            Payload.Length > DeadLetterDetail.MostOfPayload);
    }
}
