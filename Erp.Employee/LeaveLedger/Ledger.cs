using System.Globalization;
using Dapper;
using Erp.Api.Errors;
using Erp.Api.Json;
using Erp.Employee.Company;
using Erp.Employee.Employees;
using MySqlConnector;

namespace Erp.Employee.LeaveLedger;

/// <summary>Books days of leave. Every method runs in a transaction that holds the employee's lock
/// (<see cref="EmployeeLock"/>), so a balance that was read is still the balance when the entry is written.</summary>
internal sealed class Ledger(CompanyCalendar calendar)
{
    private const decimal Most = 9999;

    /// <summary>Books an entry; 409 when it would make the balance negative.</summary>
    /// <returns>The balance after it.</returns>
    public async Task<decimal> AddAsync(MySqlTransaction transaction, EmployeeLock employee, LedgerEntry entry)
    {
        await EnsureEntitlementAsync(transaction, employee);
        return await InsertAsync(transaction, employee, entry);
    }

    /// <summary>Books the leave of every year since the hiring that is not booked yet. Who has left gets
    /// none.</summary>
    public async Task EnsureEntitlementAsync(MySqlTransaction transaction, EmployeeLock employee)
    {
        if (!employee.Active) return;
        var booked = await transaction.Connection!.QueryAsync<string>(
            "SELECT source FROM leave_ledger WHERE employee_id = @Id AND kind = 'ENTITLEMENT'",
            new { employee.Id },
            transaction);
        foreach (var source in calendar
                .YearsSince(employee.HiredAt)
                .Select(year => string.Create(CultureInfo.InvariantCulture, $"{employee.Id}/{year}"))
                .Except(booked))
            await InsertAsync(transaction, employee, new(calendar.LeaveDaysPerYear, LedgerKind.Entitlement, source));
    }

    public static Task<BookedEntry?> FindAsync(MySqlTransaction transaction, LedgerKind kind, string source) =>
        transaction.Connection!.QuerySingleOrDefaultAsync<BookedEntry?>("""
            SELECT employee_id AS EmployeeId, delta AS Delta, balance_after AS BalanceAfter, reason AS Reason
            FROM leave_ledger WHERE kind = @kind AND source = @source
            """, new { kind = kind.Name(), source }, transaction);

    public static Task<decimal> BalanceAsync(MySqlTransaction transaction, long employeeId) =>
        transaction.Connection!.ExecuteScalarAsync<decimal>(
            "SELECT COALESCE(SUM(delta), 0) FROM leave_ledger WHERE employee_id = @employeeId", new { employeeId },
            transaction);

    private async Task<decimal> InsertAsync(MySqlTransaction transaction, EmployeeLock employee, LedgerEntry entry)
    {
        var after = await BalanceAsync(transaction, employee.Id) + entry.Delta;
        if (after < 0) throw BalanceTooSmall(after - entry.Delta);
        if (after > Most) throw Problems.Conflict("balance_too_large", $"A balance has at most {Most} days.");
        await transaction.Connection!.ExecuteAsync("""
            INSERT INTO leave_ledger (employee_id, delta, kind, source, balance_after, reason, actor_id, created_at)
            VALUES (@Id, @Delta, @kind, @Source, @after, @Reason, @ActorId, @now)
            """,
            new
            {
                employee.Id,
                entry.Delta,
                kind = entry.Kind.Name(),
                entry.Source,
                after,
                entry.Reason,
                entry.ActorId,
                now = calendar.Now,
            },
            transaction);
        return after;
    }

    public static ProblemException BalanceTooSmall(decimal remaining) =>
        Problems.Conflict("balance_too_small", $"Only {remaining:0.0} days of leave are left.");
}
