using System.Globalization;
using Dapper;
using Erp.Employee.Employees;
using Erp.Employee.Leaves;
using Erp.ServiceDefaults.Company;
using Microsoft.Extensions.Options;
using MySqlConnector;

namespace Erp.Employee.LeaveLedger;

/// <summary>Opens leave years: books what each of them brings, and what goes over into it. An employee's first leave
/// year is that of the hiring, or the one in which leave years came to be; the entitlements of years before count for
/// it.</summary>
internal sealed class LeaveYears(
    CompanyCalendar calendar, IOptions<EntitlementOptions> entitlement, IOptions<LeaveOptions> options)
{
    /// <summary>How far ahead leave can be asked for.</summary>
    public int Last => calendar.Today.Year + 1;

    /// <summary>The calendar years from that of the moment to another one.</summary>
    public IEnumerable<int> YearsSince(DateTimeOffset moment, int last)
    {
        for (var year = calendar.DayOf(moment).Year; year <= last; year++) yield return year;
    }

    /// <summary>Books the leave of every year from the hiring to this one, or a later one that is wanted, and carries
    /// over what is unused of those that have ended; what is booked is not booked again.</summary>
    public async Task<OpenYears> OpenAsync(MySqlTransaction transaction, EmployeeLock employee, int through)
    {
        var booked = (await transaction.Connection!.QueryAsync<(string Source, int Year)>(
            "SELECT source, year FROM leave_ledger WHERE employee_id = @Id AND kind = 'ENTITLEMENT'",
            new { employee.Id }, transaction)).ToDictionary(e => e.Source, e => e.Year);
        var first = booked.Values.DefaultIfEmpty(calendar.DayOf(employee.HiredAt).Year).Min();
        if (!employee.Active) return new(first, booked.Values.DefaultIfEmpty(first).Max());
        var last = Math.Min(Last, Math.Max(through, calendar.Today.Year));
        foreach (var year in YearsSince(employee.HiredAt, last))
        {
            var source = Source(employee, year);
            if (!booked.ContainsKey(source))
                await Ledger.InsertAsync(
                    transaction,
                    employee,
                    new(
                        entitlement.Value.LeaveDaysPerYear, LedgerKind.Entitlement, source,
                        Year: Math.Max(year, first)),
                    calendar.Now);
        }
        if (first < calendar.Today.Year) await CarryOverAsync(transaction, employee, first);
        return new(first, int.MaxValue);
    }

    /// <summary>Days that the last year gave to this one come back to it as far as a leave of it needs them: one that
    /// was asked for in December, say, and approved in January. Nothing happens when they do not suffice.</summary>
    public async Task TakeBackAsync(MySqlTransaction transaction, EmployeeLock employee, int year, decimal needed)
    {
        var lacking = needed - await Ledger.BalanceAsync(transaction, employee, year);
        if (lacking <= 0) return;
        var (days, times) = await ReturnableAsync(transaction, employee, year);
        if (lacking <= days) await MoveAsync(transaction, employee, year, -lacking, times);
    }

    /// <summary>Days that can come back to a year: what went over from the last one and is not used.</summary>
    /// <returns>The days, and how often something was carried over.</returns>
    public async Task<(decimal Days, long Times)> ReturnableAsync(
        MySqlTransaction transaction, EmployeeLock employee, int year)
    {
        if (year != calendar.Today.Year - 1) return (0, 0);
        var (over, times) = await transaction.Connection!.QuerySingleAsync<(decimal Over, long Times)>(
            """
            SELECT COALESCE(-SUM(delta), 0) AS Days, COUNT(*) AS Times FROM leave_ledger
            WHERE employee_id = @Id AND year = @year AND kind = 'CARRIED_OUT'
            """, new { employee.Id, year }, transaction);
        return (Math.Max(0, Math.Min(over, await Ledger.BalanceAsync(transaction, employee, year + 1))), times);
    }

    // A year that has ended is carried over once. Of the last one more goes over when days of it come free later: a
    // leave in December that is refused in January.
    private async Task CarryOverAsync(MySqlTransaction transaction, EmployeeLock employee, int first)
    {
        var years = (await transaction.Connection!.QueryAsync<YearSum>(
            """
            SELECT year AS Year, SUM(delta) AS Balance, SUM(IF(kind = 'CARRIED_OUT', -delta, 0)) AS CarriedOut,
              SUM(kind = 'CARRIED_OUT') AS Times
            FROM leave_ledger WHERE employee_id = @Id GROUP BY year
            """, new { employee.Id }, transaction)).ToDictionary(y => y.Year);
        var received = 0m;
        for (var year = first; year < calendar.Today.Year; year++)
        {
            var sum = years.GetValueOrDefault(year) ?? new();
            var unused = sum.Balance + received;
            var open = Math.Max(0, Math.Min(unused, options.Value.CarryOverDays - sum.CarriedOut));
            received = 0;
            if (sum.Times > 0 && (open == 0 || year < calendar.Today.Year - 1)) continue;
            if (open > 0)
                open = Math.Clamp(
                    unused - await LeaveRules.PendingAsync(transaction, employee, year, first), 0, open);
            if (sum.Times > 0 && open == 0) continue;
            await MoveAsync(transaction, employee, year, open, sum.Times);
            received = open;
        }
    }

    private async Task MoveAsync(
        MySqlTransaction transaction, EmployeeLock employee, int year, decimal days, long before)
    {
        var again = before == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"/{before}");
        await Ledger.InsertAsync(
            transaction, employee,
            new(-days, LedgerKind.CarriedOut, Source(employee, year) + again, Year: year), calendar.Now);
        if (days != 0)
            await Ledger.InsertAsync(
                transaction, employee,
                new(days, LedgerKind.CarriedIn, Source(employee, year + 1) + again, Year: year + 1), calendar.Now);
    }

    private static string Source(EmployeeLock employee, int year) =>
        string.Create(CultureInfo.InvariantCulture, $"{employee.Id}/{year}");

    // By properties: sums and counts have other types on MariaDB than on MySQL.
    private sealed record YearSum
    {
        public int Year { get; init; }

        public decimal Balance { get; init; }

        public decimal CarriedOut { get; init; }

        public int Times { get; init; }
    }
}

/// <summary>The leave years that an employee has.</summary>
/// <param name="Last">For who has left; without an end for the others.</param>
internal readonly record struct OpenYears(int First, int Last)
{
    /// <summary>The one for which days of a calendar year count.</summary>
    public int For(int year) => Math.Clamp(year, First, Last);
}
