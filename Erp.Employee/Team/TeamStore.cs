using Dapper;
using Erp.Api.Json;
using Erp.Api.Paging;
using Erp.Employee.Data;
using Erp.Employee.LeaveLedger;
using Erp.ServiceDefaults.Auth;
using Erp.ServiceDefaults.Company;

namespace Erp.Employee.Team;

/// <summary>A department's people with their day and their leave: a query for each of these, however many people there
/// are.</summary>
internal sealed class TeamStore(Database database, BalanceStore balances, CompanyCalendar calendar)
{
    /// <summary>Active employees by id.</summary>
    public async Task<Page<TeamMember>> ListAsync(string department, PageRequest page)
    {
        var rows = await database.ReadAsync(c => c.QueryAsync<TeamRow>(
            """
            SELECT e.id AS Id, e.name AS Name, e.position AS Position, e.role AS Role,
              a.check_in_at AS CheckInAt, a.check_out_at AS CheckOutAt
            FROM employees e LEFT JOIN attendance a ON a.employee_id = e.id AND a.work_date = @Today
            WHERE e.active = 1 AND e.department = @department AND e.id > @after ORDER BY e.id LIMIT @rows
            """, new { calendar.Today, department, after = page.After ?? 0, rows = page.Limit + 1 }));
        var team = Page.From(rows.AsList(), page, r => r.Id);
        var leave = await balances.GetAsync([.. team.Items.Select(r => r.Id)]);
        return new([.. team.Items.Select(r => r.ToMember(leave[r.Id]))], team.Next);
    }

    private sealed record TeamRow(
        long Id, string Name, string Position, string Role, DateTimeOffset? CheckInAt, DateTimeOffset? CheckOutAt)
    {
        public TeamMember ToMember(LeaveBalance leave) => new(
            Id, Name, Position, EnumNames.Parse<Role>(Role), leave.Remaining, leave.Pending, CheckInAt, CheckOutAt);
    }
}
