using System.Globalization;
using Dapper;
using Erp.Api.Errors;
using Erp.Employee.Data;
using Erp.Employee.Employees;
using MySqlConnector;

namespace Erp.Employee.ApproverLines;

/// <summary>The <c>approver_lines</c> table.</summary>
internal sealed class ApproverLineStore(Database database)
{
    private const int Most = 50;

    public async Task<IReadOnlyList<ApproverLine>> ListAsync(long employeeId)
    {
        var rows = await database.ReadAsync(c => c.QueryAsync<(string Name, string Ids)>(
            "SELECT name, approver_ids FROM approver_lines WHERE employee_id = @employeeId ORDER BY name",
            new { employeeId }));
        return [.. rows.Select(r => new ApproverLine(
            r.Name, [.. r.Ids.Split(',').Select(id => long.Parse(id, CultureInfo.InvariantCulture))]))];
    }

    /// <summary>422 for who cannot approve, 409 when there would be too many lines. The same again is no
    /// change.</summary>
    public Task<ApproverLine> SaveAsync(long employeeId, ApproverLine line)
    {
        if (line.ApproverIds.Contains(employeeId))
            throw Problems.Unprocessable("self_approval", "Nobody approves their own request.");
        return database.WriteAsync(async transaction =>
        {
            // Held, so that of two at once the second one counts what the first one wrote.
            await EmployeeLock.TakeActiveAsync(transaction, employeeId);
            await MustWorkHereAsync(transaction, line.ApproverIds);
            var connection = transaction.Connection!;
            if (await connection.ExecuteScalarAsync<long>(
                "SELECT COUNT(*) FROM approver_lines WHERE employee_id = @employeeId AND name <> @Name",
                new { employeeId, line.Name }, transaction) >= Most)
                throw Problems.Conflict("too_many_lines", $"Nobody keeps more than {Most} lines.");
            await connection.ExecuteAsync(
                """
                INSERT INTO approver_lines (employee_id, name, approver_ids) VALUES (@employeeId, @Name, @ids)
                ON DUPLICATE KEY UPDATE approver_ids = @ids
                """, new { employeeId, line.Name, ids = string.Join(',', line.ApproverIds) }, transaction);
            return line;
        });
    }

    /// <summary>Again is the same.</summary>
    public Task DeleteAsync(long employeeId, string name) => database.WriteAsync(transaction =>
        transaction.Connection!.ExecuteAsync(
            "DELETE FROM approver_lines WHERE employee_id = @employeeId AND name = @name",
            new { employeeId, name }, transaction));

    private static async Task MustWorkHereAsync(MySqlTransaction transaction, IReadOnlyCollection<long> ids)
    {
        var known = (await transaction.Connection!.QueryAsync<(long Id, bool Active)>(
            "SELECT id, active FROM employees WHERE id IN @ids", new { ids }, transaction))
            .ToDictionary(e => e.Id, e => e.Active);
        Refuse("unknown_employees", "do not exist", ids.Where(id => !known.ContainsKey(id)));
        Refuse("inactive_employees", "are not active", ids.Where(id => !known[id]));
    }

    private static void Refuse(string code, string what, IEnumerable<long> ids)
    {
        var named = ids.ToArray();
        if (named.Length > 0)
            throw Problems.Unprocessable(
                code, $"These employees {what}: {string.Join(", ", named)}.", ("employeeIds", named));
    }
}
