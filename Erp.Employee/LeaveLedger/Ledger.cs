using System.Globalization;
using Dapper;
using Erp.Api.Errors;
using Erp.Api.Json;
using Erp.Employee.Employees;
using Erp.ServiceDefaults.Company;
using MySqlConnector;

namespace Erp.Employee.LeaveLedger;

/// <summary>Books days of leave, for a leave year each. Every method runs in a transaction that holds the employee's
/// lock (<see cref="EmployeeLock"/>), so a balance that was read is still the balance when the entry is
/// written.</summary>
internal sealed class Ledger(LeaveYears years, CompanyCalendar calendar)
{
    private const decimal Most = 9999;

    /// <summary>Books an entry; 409 when it would make the balance of its year negative.</summary>
    /// <returns>The balance of the year after it.</returns>
    public async Task<decimal> AddAsync(MySqlTransaction transaction, EmployeeLock employee, LedgerEntry entry)
    {
        var year = entry.Year ?? calendar.Today.Year;
        var open = await EnsureEntitlementAsync(transaction, employee, year);
        var of = entry with { Year = open.For(year) };
        if (of.Delta < 0) await years.TakeBackAsync(transaction, employee, of.Year.Value, -of.Delta);
        return await InsertAsync(transaction, employee, of, calendar.Now);
    }

    /// <summary>Books days that lie in more than one year, each in its own.</summary>
    /// <returns>The balance of the first one after it.</returns>
    public async Task<decimal> AddAsync(
        MySqlTransaction transaction, EmployeeLock employee, LedgerEntry entry,
        IEnumerable<(int Year, decimal Days)> of)
    {
        decimal? balance = null;
        foreach (var (year, days) in of.Where(part => part.Days != 0))
        {
            var source = balance is null ? entry.Source : SourceIn(year, entry.Source);
            var after = await AddAsync(
                transaction, employee, entry with { Delta = days, Year = year, Source = source });
            balance ??= after;
        }
        return balance ?? throw new ArgumentException("No days are booked.", nameof(of));
    }

    /// <summary>Of an entry in more than one year, the source of those after the first.</summary>
    public static string SourceIn(int year, string source) =>
        string.Create(CultureInfo.InvariantCulture, $"{source}/{year}");

    /// <summary>Books what the leave years that have begun bring, and those until a wanted one. Who has left gets
    /// none.</summary>
    public Task<OpenYears> EnsureEntitlementAsync(
        MySqlTransaction transaction, EmployeeLock employee, int? through = null) =>
        years.OpenAsync(transaction, employee, through ?? calendar.Today.Year);

    public static Task<BookedEntry?> FindAsync(MySqlTransaction transaction, LedgerKind kind, string source) =>
        transaction.Connection!.QuerySingleOrDefaultAsync<BookedEntry?>("""
            SELECT employee_id AS EmployeeId, year AS Year, delta AS Delta, balance_after AS BalanceAfter,
              reason AS Reason
            FROM leave_ledger WHERE kind = @kind AND source = @source
            """, new { kind = kind.Name(), source }, transaction);

    public static Task<decimal> BalanceAsync(MySqlTransaction transaction, EmployeeLock employee, int year) =>
        transaction.Connection!.ExecuteScalarAsync<decimal>(
            "SELECT COALESCE(SUM(delta), 0) FROM leave_ledger WHERE employee_id = @Id AND year = @year",
            new { employee.Id, year }, transaction);

    public static ProblemException BalanceTooSmall(decimal remaining, int year) =>
        Problems.Conflict("balance_too_small", $"Only {remaining:0.0} days of leave are left for {year}.");

    /// <summary>Writes an entry whose year is known to be open.</summary>
    internal static async Task<decimal> InsertAsync(
        MySqlTransaction transaction, EmployeeLock employee, LedgerEntry entry, DateTimeOffset now)
    {
        var after = await BalanceAsync(transaction, employee, entry.Year!.Value) + entry.Delta;
        if (after < 0 && entry.Delta < 0) throw BalanceTooSmall(after - entry.Delta, entry.Year.Value);
        if (after > Most) throw Problems.Conflict("balance_too_large", $"A balance has at most {Most} days.");
        await transaction.Connection!.ExecuteAsync("""
            INSERT INTO leave_ledger
              (employee_id, year, delta, kind, source, balance_after, reason, actor_id, created_at)
            VALUES (@Id, @Year, @Delta, @kind, @Source, @after, @Reason, @ActorId, @now)
            """,
            new
            {
                employee.Id,
                entry.Year,
                entry.Delta,
                kind = entry.Kind.Name(),
                entry.Source,
                after,
                entry.Reason,
                entry.ActorId,
                now,
            },
            transaction);
        return after;
    }
}
