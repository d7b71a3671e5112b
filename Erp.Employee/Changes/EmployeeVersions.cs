using Dapper;
using Erp.Contracts;
using Erp.Employee.Data;
using Erp.Employee.Employees;
using Erp.Employee.Outbox;
using Erp.Messaging;
using Erp.People;
using MySqlConnector;

namespace Erp.Employee.Changes;

/// <summary>Which employees the database has in another version than the topic, and how the topic gets them.</summary>
internal sealed class EmployeeVersions(Database database, PeopleView view, TimeProvider time)
{
    private const int AtOnce = 200;
    private static readonly string Topic = Topics.EmployeeChanges.Name;

    /// <summary>Changes are on their way to the topic.</summary>
    public Task<bool> IsUnderWayAsync(CancellationToken cancellationToken) => database.ReadAsync(
        c => c.ExecuteScalarAsync<bool>(
            "SELECT EXISTS (SELECT 1 FROM outgoing_messages WHERE topic = @Topic)", new { Topic }), cancellationToken);

    /// <summary>Employees whose present version the topic does not have. Two numbers are compared before all
    /// versions are.</summary>
    public async Task<IReadOnlyList<long>> MissingAsync(CancellationToken cancellationToken)
    {
        var totals = await database.ReadAsync(
            c => c.QuerySingleAsync<(long, long)>("SELECT COUNT(*), COALESCE(SUM(version), 0) FROM employees"),
            cancellationToken);
        if (totals == view.TotalsInTopic()) return [];
        var all = await database.ReadAsync(
            c => c.QueryAsync<(long Id, long Version)>("SELECT id, version FROM employees"), cancellationToken);
        var inTopic = view.InTopic();
        return [.. all.Where(e => inTopic.GetValueOrDefault(e.Id) != e.Version).Select(e => e.Id)];
    }

    /// <summary>Stores messages for those of them that have none waiting; returns how many.</summary>
    public async Task<int> PublishAsync(IReadOnlyList<long> ids, CancellationToken cancellationToken)
    {
        var count = 0;
        foreach (var some in ids.Chunk(AtOnce))
            count += await database.WriteAsync(transaction => PublishAsync(transaction, some), cancellationToken);
        return count;
    }

    /// <summary>Stores the word that everybody is in the topic.</summary>
    public Task<long> PublishMarkerAsync(CancellationToken cancellationToken) =>
        database.WriteAsync(PublishMarkerAsync, cancellationToken);

    private async Task<long> PublishMarkerAsync(MySqlTransaction transaction)
    {
        var count = await transaction.Connection!.ExecuteScalarAsync<long>(
            "SELECT COUNT(*) FROM employees", transaction: transaction);
        await MySqlOutbox.AddAsync(transaction, MessageJson.ToMessage(
            Topic, EmployeesPublished.Key, new EmployeesPublished(count, time.GetUtcNow())));
        return count;
    }

    private async Task<int> PublishAsync(MySqlTransaction transaction, IReadOnlyCollection<long> ids)
    {
        var connection = transaction.Connection!;
        // Held, so that no later version can be stored before this one, which would be the last in the topic.
        var rows = await connection.QueryAsync<EmployeeRow>(
            $"SELECT {EmployeeRow.Columns} FROM employees WHERE id IN @ids ORDER BY id FOR UPDATE", new { ids },
            transaction);
        var waiting = (await connection.QueryAsync<string>(
            "SELECT message_key FROM outgoing_messages WHERE topic = @Topic AND message_key IN @keys",
            new { Topic, keys = ids.Select(id => $"{id}") }, transaction)).ToHashSet();
        var messages = new List<OutgoingMessage>();
        foreach (var row in rows.Where(r => !waiting.Contains($"{r.Id}")))
            messages.Add(EmployeeChanges.Message(await AheadOfViewsAsync(transaction, row)));
        await MySqlOutbox.AddAsync(transaction, messages);
        return messages.Count;
    }

    // A database that was restored from a backup is behind what all views know, and they would not hear of its changes.
    private async Task<EmployeeRow> AheadOfViewsAsync(MySqlTransaction transaction, EmployeeRow row)
    {
        if (view.Find(row.Id) is not { } known || known.Version <= row.Version) return row;
        var ahead = row with { Version = (int)known.Version + 1 };
        await transaction.Connection!.ExecuteAsync(
            "UPDATE employees SET version = @Version WHERE id = @Id", new { ahead.Id, ahead.Version }, transaction);
        return ahead;
    }
}
