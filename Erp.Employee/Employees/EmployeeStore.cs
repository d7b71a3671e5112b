using Dapper;
using Erp.Api.Errors;
using Erp.Api.Json;
using Erp.Api.Paging;
using Erp.Employee.Access;
using Erp.Employee.Changes;
using Erp.Employee.Data;
using Erp.Employee.LeaveLedger;
using Erp.Employee.RequestKeys;
using Erp.ServiceDefaults.Auth;
using Erp.ServiceDefaults.Company;
using MySqlConnector;

namespace Erp.Employee.Employees;

/// <summary>The <c>employees</c> table. Every change of a row is told to all services.</summary>
internal sealed class EmployeeStore(
    Database database, Ledger ledger, CompanyCalendar calendar, EmployeeChanges changes)
{
    public static ProblemException NotFound() => Problems.NotFound("employee_not_found", "There is no such employee.");

    public async Task<EmployeeRow> CreateAsync(CreateEmployee employee, RequestKey? key) =>
        changes.Committed(await UniqueEmailAsync(
            employee.Email,
            database.WriteAsync(async transaction =>
            {
                var id = await RequestKey.OnceAsync(
                    transaction, key, calendar.Now, () => InsertAsync(transaction, employee));
                return (await FindAsync(transaction.Connection!, id, transaction))!;
            })));

    public async Task<EmployeeRow> GetAsync(long id) =>
        await database.ReadAsync(c => FindAsync(c, id)) ?? throw NotFound();

    /// <summary>Active employees by id.</summary>
    public async Task<Page<EmployeeResponse>> ListAsync(EmployeeQuery query, PageRequest page, EmailAccess emails)
    {
        var rows = await database.ReadAsync(c => c.QueryAsync<EmployeeRow>(query.Sql, new
        {
            after = page.After ?? 0, query.Department, query.Position, role = query.Role?.Name(),
            name = query.Name is { } name ? NamePrefixes.Sought(name) : null, rows = page.Limit + 1,
        }));
        return Page.From(rows.Select(r => r.ToResponse(emails)).ToList(), page, e => e.Id);
    }

    /// <summary>The departments of active employees, by name; no company has more than a page of them.</summary>
    public async Task<IReadOnlyList<string>> DepartmentsAsync() => (await database.ReadAsync(c => c.QueryAsync<string>(
        "SELECT DISTINCT department FROM employees WHERE active = 1 ORDER BY department LIMIT @MostRows",
        new { PageRequest.MostRows }))).AsList();

    /// <summary>All of these that exist, active or not.</summary>
    public async Task<IReadOnlyList<EmployeeSummary>> LookupAsync(IReadOnlyCollection<long> ids)
    {
        var rows = await database.ReadAsync(c => c.QueryAsync<EmployeeRow>(
            $"SELECT {EmployeeRow.Columns} FROM employees WHERE id IN @ids ORDER BY id", new { ids }));
        return rows.Select(r => new EmployeeSummary(
            r.Id, r.Name, r.Department, r.Position, EnumNames.Parse<Role>(r.Role), r.Active)).ToList();
    }

    /// <summary>Replaces the row in one statement. 409 for somebody who left, 412 when <paramref name="version"/> is
    /// not the current one.</summary>
    /// <param name="byManager">A manager changes names and positions only; anything else is 403.</param>
    public async Task<EmployeeRow> UpdateAsync(
        long id, UpdateEmployee change, int? version, bool byManager) =>
        changes.Committed(await UniqueEmailAsync(
            change.Email,
            database.WriteAsync(async transaction =>
            {
                var connection = transaction.Connection!;
                await EmployeeLock.TakeActiveAsync(transaction, id);
                var row = (await FindAsync(connection, id, transaction))!;
                if (version is not null && version != row.Version)
                    throw new ProblemException(
                        412,
                        "changed_meanwhile",
                        "Somebody changed this employee meanwhile; read again.");
                var values = Values(
                    change.Name,
                    change.Email,
                    change.Department,
                    change.Position,
                    change.Role,
                    calendar.Now);
                Caller.Must(
                    !byManager
                        || (values.Email, values.Department, values.Role) == (row.Email, row.Department, row.Role),
                    "Only HR changes an e-mail address, a department or a role.");
                await connection.ExecuteAsync(
                    """
                    UPDATE employees SET name = @Name, email = @Email, department = @Department, position = @Position,
                        role = @Role, version = version + 1, changed_at = @Now WHERE id = @id
                    """,
                    new
                    {
                        id,
                        values.Name,
                        values.Email,
                        values.Department,
                        values.Position,
                        values.Role,
                        values.Now,
                    },
                    transaction);
                if (values.Name != row.Name) await NameIndex.PutAsync(transaction, (id, values.Name));
                return await EmployeeChanges.AddAsync(transaction, (await FindAsync(connection, id, transaction))!);
            })));

    /// <summary>The employee has left; what they did stays. Again is the same.</summary>
    public async Task DeactivateAsync(long id)
    {
        var left = await database.WriteAsync(async transaction =>
        {
            // Years that nobody looked at are booked now: who has left gets none any more.
            await ledger.EnsureEntitlementAsync(transaction, await EmployeeLock.TakeAsync(transaction, id));
            var changed = await transaction.Connection!.ExecuteAsync(
                "UPDATE employees SET active = 0, deactivated_at = @now, changed_at = @now, version = version + 1 "
                    + "WHERE id = @id AND active = 1",
                new { id, now = calendar.Now }, transaction);
            return changed == 0 ? null : await EmployeeChanges.AddAsync(
                transaction, (await FindAsync(transaction.Connection!, id, transaction))!);
        });
        if (left is not null) changes.Committed(left);
    }

    /// <summary>The row, when there is one.</summary>
    public static Task<EmployeeRow?> FindAsync(
        MySqlConnection connection, long id, MySqlTransaction? transaction = null) =>
        connection.QuerySingleOrDefaultAsync<EmployeeRow?>(
            $"SELECT {EmployeeRow.Columns} FROM employees WHERE id = @id", new { id }, transaction);

    private async Task<long> InsertAsync(MySqlTransaction transaction, CreateEmployee employee)
    {
        var connection = transaction.Connection!;
        var id = await connection.ExecuteScalarAsync<long>(
            """
            INSERT INTO employees (name, email, department, position, role, created_at, changed_at)
            VALUES (@Name, @Email, @Department, @Position, @Role, @Now, @Now);
            SELECT LAST_INSERT_ID();
            """,
            Values(
                employee.Name, employee.Email, employee.Department, employee.Position, employee.Role, calendar.Now),
            transaction);
        await ledger.EnsureEntitlementAsync(transaction, await EmployeeLock.TakeAsync(transaction, id));
        var row = (await FindAsync(connection, id, transaction))!;
        await NameIndex.PutAsync(transaction, (id, row.Name));
        await EmployeeChanges.AddAsync(transaction, row);
        return id;
    }

    private static EmployeeValues Values(
        string name, string email, string department, string position, Role role, DateTimeOffset now) =>
        new(name.Trim(), Address(email), department.Trim(), position.Trim(), role.Name(), now);

    private static string Address(string email) => email.Trim().ToLowerInvariant();

    private async Task<T> UniqueEmailAsync<T>(string email, Task<T> work)
    {
        try
        {
            return await work;
        }
        catch (MySqlException e) when (e.IsDuplicate())
        {
            var left = await database.ReadAsync(c =>
                c.ExecuteScalarAsync<long?>(
                    "SELECT id FROM employees WHERE email = @address AND active = 0",
                    new { address = Address(email) }));
            throw Problems.Conflict(
                "email_taken",
                left is null
                    ? "Another employee has this e-mail address."
                    : $"Employee {left}, who has left, keeps this e-mail address; somebody who comes back is hired "
                        + "with another one.");
        }
    }

    private sealed record EmployeeValues(
        string Name, string Email, string Department, string Position, string Role, DateTimeOffset Now);
}
