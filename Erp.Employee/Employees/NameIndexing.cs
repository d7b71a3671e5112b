using Dapper;
using Erp.Employee.Data;
using Erp.ServiceDefaults.Errors;
using Erp.ServiceDefaults.Work;
using MySqlConnector;

namespace Erp.Employee.Employees;

/// <summary>Sees to names whose prefixes are not stored: of people from before there was an index, and of those whom a
/// replica of an earlier version hires or renames during an upgrade.</summary>
internal sealed class NameIndexing(
    Database database, SchemaState schema, TransientFaults faults, ILogger<NameIndexing> logger)
    : RecurringWork("Names cannot be indexed", TimeSpan.FromSeconds(5), faults, logger)
{
    private const int AtOnce = 200;
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(10);

    protected override Task BeginAsync(CancellationToken stoppingToken) => schema.WaitAsync(stoppingToken);

    protected override async Task<TimeSpan?> TurnAsync(CancellationToken stoppingToken)
    {
        var count = 0;
        for (long? last = 0; last is not null;)
        {
            var due = (await database.ReadAsync(c => c.QueryAsync<long>("""
                SELECT id FROM employees WHERE id > @last AND NOT indexed_name <=> name ORDER BY id LIMIT @AtOnce
                """, new { last, AtOnce }), stoppingToken)).AsList();
            if (due.Count > 0)
                count += await database.WriteAsync(transaction => IndexAsync(transaction, due), stoppingToken);
            last = due.Count == AtOnce ? due[^1] : null;
        }
        if (count > 0) logger.LogInformation("{Count} names can be searched for now", count);
        return Interval;
    }

    private static async Task<int> IndexAsync(MySqlTransaction transaction, IReadOnlyCollection<long> ids)
    {
        // Another replica may be at the same ones.
        var people = (await transaction.Connection!.QueryAsync<(long, string)>("""
            SELECT id, name FROM employees WHERE id IN @ids AND NOT indexed_name <=> name ORDER BY id FOR UPDATE
            """, new { ids }, transaction)).AsList();
        if (people.Count > 0) await NameIndex.PutAsync(transaction, people);
        return people.Count;
    }
}
