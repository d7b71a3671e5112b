using Dapper;
using Erp.Api.Errors;
using Erp.Api.Json;
using Erp.Api.Paging;
using Erp.Employee.Data;

namespace Erp.Employee.Leaves;

/// <summary>The table <c>leaves</c>, for who reads it.</summary>
internal sealed class LeaveStore(Database database)
{
    public static ProblemException NotFound() => Problems.NotFound("leave_not_found", "There is no such leave.");

    public async Task<LeaveResponse> GetAsync(long id) =>
        (await database.ReadAsync(c => LeaveRow.FindAsync(c, id)))?.ToResponse() ?? throw NotFound();

    /// <summary>Leaves of an employee, the latest request first.</summary>
    public async Task<Page<LeaveResponse>> ListAsync(long employeeId, PageRequest page)
    {
        var rows = await database.ReadAsync(c => c.QueryAsync<LeaveRow>($"""
            SELECT {LeaveRow.Columns} FROM leaves WHERE employee_id = @employeeId AND id < @before ORDER BY id DESC
                LIMIT @rows
            """, new { employeeId, before = page.After ?? long.MaxValue, rows = page.Limit + 1 }));
        return Page.From(rows.Select(r => r.ToResponse()).ToList(), page, l => l.Id);
    }

    /// <summary>Leaves of those who are in a department now, or of all, the latest request first: of a status and with
    /// a day in these dates where that is asked for.</summary>
    public async Task<Page<LeaveResponse>> ListAsync(
        string? department, LeaveStatus? status, DateOnly? from, DateOnly? to, PageRequest page)
    {
        // The join begins at the latest leave and stops with the page; from the department's people on, all of their
        // leaves would be sorted first.
        var rows = await database.ReadAsync(c => c.QueryAsync<LeaveRow>(
            $"""
            SELECT STRAIGHT_JOIN {LeaveRow.ColumnsOf("l")} FROM leaves l JOIN employees e ON e.id = l.employee_id
            WHERE l.id < @before
            {(department is null ? "" : "AND e.department = @department")}
            {(status is null ? "" : "AND l.status = @status")}
            {(from is null ? "" : "AND l.end_date >= @from")}
            {(to is null ? "" : "AND l.start_date <= @to")}
            ORDER BY l.id DESC LIMIT @rows
            """,
            new
            {
                before = page.After ?? long.MaxValue, department, status = status?.Name(), from, to,
                rows = page.Limit + 1,
            }));
        return Page.From(rows.Select(r => r.ToResponse()).ToList(), page, l => l.Id);
    }
}
