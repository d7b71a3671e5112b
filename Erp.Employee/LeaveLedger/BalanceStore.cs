using System.Globalization;
using Dapper;
using Erp.Api.Errors;
using Erp.Api.Paging;
using Erp.Contracts;
using Erp.Employee.Data;
using Erp.Employee.Employees;
using Erp.Employee.Leaves;
using Erp.Employee.Outbox;
using Erp.ServiceDefaults.Company;

namespace Erp.Employee.LeaveLedger;

/// <summary>Balances: reading and correcting them.</summary>
internal sealed class BalanceStore(
    Database database, Ledger ledger, LeaveYears years, NotificationOutbox notifications, CompanyCalendar calendar)
{
    /// <summary>The balance of a leave year, without one of this year.</summary>
    public async Task<LeaveBalance> GetAsync(long employeeId, int? year = null) =>
        (await GetAsync([employeeId], year)).GetValueOrDefault(employeeId) ?? throw EmployeeStore.NotFound();

    /// <summary>Balances of those of these people who exist, by their ids. What years bring is booked first for those
    /// at whom nobody has looked since they began.</summary>
    public async Task<IReadOnlyDictionary<long, LeaveBalance>> GetAsync(
        IReadOnlyCollection<long> ids, int? year = null)
    {
        var of = year ?? calendar.Today.Year;
        var through = Math.Clamp(of, calendar.Today.Year, years.Last);
        var rows = await ReadAsync(ids, of, through);
        var late = rows.Values
            .Where(r => r.Active && !r.IsOpen(years.YearsSince(r.HiredAt, through).Count(), calendar.Today.Year))
            .Select(r => r.Id).ToList();
        foreach (var id in late)
            await database.WriteAsync(async transaction => await ledger.EnsureEntitlementAsync(
                transaction, await EmployeeLock.TakeAsync(transaction, id), through));
        if (late.Count > 0) rows = await ReadAsync(ids, of, through);
        return rows.ToDictionary(r => r.Key, r => r.Value.Balance);
    }

    /// <summary>Corrects this year's balance. With an idempotency key, the same correction again is booked
    /// once.</summary>
    public async Task<LeaveBalance> AdjustAsync(long employeeId, AdjustBalance change, string? key, long? actorId)
    {
        var reason = change.Reason.Trim();
        var source = string.Create(CultureInfo.InvariantCulture, $"{employeeId}/{key ?? Guid.NewGuid().ToString()}");
        await database.WriteAsync(async transaction =>
        {
            var employee = await EmployeeLock.TakeActiveAsync(transaction, employeeId);
            if (await Ledger.FindAsync(transaction, LedgerKind.Adjustment, source) is { } earlier)
                return earlier.Delta == change.Adjustment && earlier.Reason == reason ? true
                    : throw Problems.Unprocessable(
                        "idempotency_key_reused", "This Idempotency-Key was used for another adjustment.");
            var after = await ledger.AddAsync(
                transaction, employee, new(change.Adjustment, LedgerKind.Adjustment, source, reason, actorId));
            await notifications.AddAsync(transaction, employeeId, NotificationType.LeaveBalanceChanged, null,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Your leave balance was adjusted by {change.Adjustment:+0.0;-0.0} days to {after:0.0}: {reason}"),
                Sentences.BalanceAdjusted(change.Adjustment, after, reason));
            return true;
        });
        notifications.Wake();
        return await GetAsync(employeeId);
    }

    /// <summary>The entries, the latest first.</summary>
    public async Task<Page<LedgerLine>> ListAsync(long employeeId, PageRequest page)
    {
        var rows = await database.ReadAsync(connection => connection.QueryAsync<LedgerRow>(
            """
            SELECT id AS Id, year AS Year, delta AS Delta, kind AS Kind, source AS Source,
              balance_after AS BalanceAfter, reason AS Reason, actor_id AS ActorId, created_at AS CreatedAt
            FROM leave_ledger FORCE INDEX (ix_leave_ledger_entries)
            WHERE employee_id = @employeeId AND id < @before ORDER BY id DESC LIMIT @rows
            """, new { employeeId, before = page.After ?? long.MaxValue, rows = page.Limit + 1 }));
        var lines = rows.Select(r => r.ToLine()).ToList();
        // Whoever was hired has an entry.
        if (lines.Count == 0 && page.After is null) throw EmployeeStore.NotFound();
        return Page.From(lines, page, l => l.Id);
    }

    private async Task<Dictionary<long, BalanceRow>> ReadAsync(IReadOnlyCollection<long> ids, int year, int through)
    {
        if (ids.Count == 0) return [];
        var (rows, pending) = await database.ReadAsync(async connection => (
            await connection.QueryAsync<BalanceRow>(
                """
                SELECT e.id AS Id, e.active AS Active, e.created_at AS HiredAt,
                  (SELECT COALESCE(MIN(year), 0) FROM leave_ledger WHERE employee_id = e.id) AS First,
                  (SELECT COALESCE(SUM(delta), 0) FROM leave_ledger
                    WHERE employee_id = e.id AND year = @year
                      AND kind NOT IN ('LEAVE', 'APPROVAL', 'LEAVE_CANCELLED')) AS Entitlement,
                  (SELECT COALESCE(-SUM(delta), 0) FROM leave_ledger
                    WHERE employee_id = e.id AND year = @year
                      AND kind IN ('LEAVE', 'APPROVAL', 'LEAVE_CANCELLED')) AS Used,
                  (SELECT COUNT(*) FROM leave_ledger
                    WHERE employee_id = e.id AND year <= @through AND kind = 'ENTITLEMENT') AS Years,
                  (SELECT COUNT(*) FROM leave_ledger
                    WHERE employee_id = e.id AND year = @last AND kind = 'CARRIED_OUT') AS CarriedOver
                FROM employees e WHERE e.id IN @ids
                """,
                new { ids, year, through, last = calendar.Today.Year - 1 }),
            (await LeaveRules.PendingAsync(connection, ids)).ToLookup(p => p.EmployeeId)));
        return rows.ToDictionary(r => r.Id, r => r with
        {
            Balance = new(
                r.Id, year, r.Entitlement, r.Used, pending[r.Id].Sum(p => p.In(year, r.First)),
                r.Entitlement - r.Used),
        });
    }

    // By properties: sums and counts have other types on MariaDB than on MySQL.
    private sealed record BalanceRow
    {
        public long Id { get; init; }

        public bool Active { get; init; }

        public DateTimeOffset HiredAt { get; init; }

        public int First { get; init; }

        public decimal Entitlement { get; init; }

        public decimal Used { get; init; }

        public int Years { get; init; }

        public int CarriedOver { get; init; }

        public LeaveBalance Balance { get; init; } = null!;

        /// <summary>All that leave years bring is booked.</summary>
        public bool IsOpen(int years, int thisYear) => Years >= years && (First >= thisYear || CarriedOver > 0);
    }
}
