using Dapper;
using MySqlConnector;

namespace Erp.Employee.Employees;

/// <summary>The table <c>employee_name_prefixes</c>, by which people are found.</summary>
internal static class NameIndex
{
    private const int RowsAtOnce = 1_000;

    /// <summary>Stores the prefixes of these names instead of what was there. The caller holds the employees'
    /// rows.</summary>
    public static async Task PutAsync(
        MySqlTransaction transaction, params IReadOnlyCollection<(long Id, string Name)> people)
    {
        var connection = transaction.Connection!;
        var ids = people.Select(p => p.Id).ToArray();
        await connection.ExecuteAsync(
            "DELETE FROM employee_name_prefixes WHERE employee_id IN @ids", new { ids }, transaction);
        var all = people.SelectMany(p => NamePrefixes.Of(p.Name).Select(prefix => (p.Id, Prefix: prefix)));
        foreach (var rows in all.Chunk(RowsAtOnce))
        {
            var values = new DynamicParameters();
            foreach (var (i, row) in rows.Index())
            {
                values.Add($"e{i}", row.Id);
                values.Add($"p{i}", row.Prefix);
            }
            await connection.ExecuteAsync(
                "INSERT INTO employee_name_prefixes (employee_id, prefix) VALUES "
                    + string.Join(',', Enumerable.Range(0, rows.Length).Select(i => $"(@e{i},@p{i})")),
                values, transaction);
        }
        await connection.ExecuteAsync(
            "UPDATE employees SET indexed_name = name WHERE id IN @ids", new { ids }, transaction);
    }
}
