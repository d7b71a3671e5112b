using Dapper;
using Erp.Employee.Data;
using Erp.ServiceDefaults.Company;
using MySqlConnector;

namespace Erp.Employee.Outbox;

/// <summary>The table <c>told_notifications</c>: the record of what people were told.</summary>
internal sealed class ToldNotifications(Database database, CompanyCalendar calendar)
{
    private const int AtOnce = 500;

    /// <summary>One of them.</summary>
    /// <param name="Payload">The body with which it was sent.</param>
    public sealed record Row(long Id, long EmployeeId, string Payload);

    /// <summary>A day longer than notification-service keeps them.</summary>
    public static TimeSpan Kept { get; } = TimeSpan.FromDays(31);

    /// <summary>When people are told something that happens now: after whatever any of them was told before, also by a
    /// replica whose clock is some minutes ahead.</summary>
    public static async Task<DateTimeOffset> MomentAsync(
        MySqlTransaction transaction, IReadOnlyCollection<long> employeeIds, DateTimeOffset now)
    {
        var moment = DateTimeOffset.FromUnixTimeMilliseconds(now.ToUnixTimeMilliseconds());
        var last = await transaction.Connection!.QueryAsync<DateTimeOffset>(
            """
            SELECT MAX(told_at) FROM told_notifications
            WHERE employee_id IN @employeeIds AND told_at < @soon GROUP BY employee_id
            """, new { employeeIds, soon = moment.AddMinutes(10) }, transaction);
        return last.Select(told => told.AddMilliseconds(1)).Append(moment).Max();
    }

    /// <summary>In the transaction of the change that it tells of.</summary>
    public static Task AddAsync(
        MySqlTransaction transaction, string messageId, long employeeId, string payload, DateTimeOffset moment) =>
        transaction.Connection!.ExecuteAsync(
            """
            INSERT INTO told_notifications (message_id, employee_id, payload, told_at)
            VALUES (@messageId, @employeeId, @payload, @moment)
            """, new { messageId, employeeId, payload, moment }, transaction);

    /// <summary>In the transaction that puts messages aside, or sends them back.</summary>
    public static Task SetRefusedAsync(MySqlTransaction transaction, IEnumerable<string> messageIds, bool refused) =>
        transaction.Connection!.ExecuteAsync(
            "UPDATE told_notifications SET refused = @refused WHERE message_id IN @messageIds",
            new { messageIds, refused }, transaction);

    /// <summary>What came after one of them, in the order in which it was told.</summary>
    public Task<IReadOnlyList<Row>> ListAsync(long after, int max, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<Row>>(async connection => (await connection.QueryAsync<Row>(
            """
            SELECT id AS Id, employee_id AS EmployeeId, payload AS Payload FROM told_notifications
            WHERE id > @after AND refused = 0 ORDER BY id LIMIT @max
            """, new { after, max })).AsList(), cancellationToken);

    /// <summary>Deletes what nobody keeps any more, a few at a time.</summary>
    public async Task SweepAsync(CancellationToken cancellationToken)
    {
        var before = calendar.Now - Kept;
        for (var deleted = AtOnce; deleted == AtOnce;)
            deleted = await database.WriteAsync(transaction => transaction.Connection!.ExecuteAsync(
                "DELETE FROM told_notifications WHERE told_at < @before ORDER BY told_at, id LIMIT @AtOnce",
                new { before, AtOnce }, transaction), cancellationToken);
    }
}
