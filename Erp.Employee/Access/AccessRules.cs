using Dapper;
using Erp.Api.Errors;
using Erp.Employee.Data;
using Erp.ServiceDefaults.Auth;

namespace Erp.Employee.Access;

/// <summary>Who may act for whom. The role comes from the token, whose manager somebody is from the employees'
/// table.</summary>
internal sealed class AccessRules(Database database)
{
    /// <summary>The employee themselves, a manager of their department, or HR.</summary>
    public async Task MustSeeAsync(Caller caller, long employeeId)
    {
        if (caller.Is(employeeId) || caller.IsHr) return;
        await MustBeManagerOfAsync(caller, employeeId);
    }

    /// <summary>The employee themselves or HR.</summary>
    public static void MustBeOrHr(Caller caller, long employeeId) =>
        Caller.Must(caller.Is(employeeId) || caller.IsHr, "Only the employee themselves or HR may do this.");

    /// <summary>A manager of the employee's department or HR, but nobody for themselves.</summary>
    public async Task MustDecideForAsync(Caller caller, long employeeId)
    {
        Caller.Must(!caller.Is(employeeId), "Nobody decides about themselves.");
        if (caller.IsHr) return;
        await MustBeManagerOfAsync(caller, employeeId);
    }

    /// <summary>A manager of this department or HR.</summary>
    public async Task MustManageAsync(Caller caller, string department)
    {
        if (caller.IsHr) return;
        Caller.Must(caller.IsManagerOrHr && await DepartmentOfAsync(caller) == department,
            "Only a manager of that department or HR may do this.");
    }

    /// <summary>The department whose people a manager or HR asks for: the caller's own unless another one is
    /// named.</summary>
    public async Task<string> TeamAsync(Caller caller, string? department)
    {
        var own = caller.IsHr && department is not null ? null : await DepartmentOfAsync(caller);
        var team = department?.Trim() ?? own ?? throw Problems.Invalid("department_missing", "Say which department.");
        Caller.Must(caller.IsHr || team == own, "Only a manager of that department or HR may do this.");
        return team;
    }

    /// <summary>Whose e-mail address the caller may see.</summary>
    public async Task<EmailAccess> EmailsAsync(Caller caller) =>
        new(caller, caller is { IsManagerOrHr: true, IsHr: false } ? await DepartmentOfAsync(caller) : null);

    /// <summary>The department of the caller's own, active employee row; null for everybody else.</summary>
    public async Task<string?> DepartmentOfAsync(Caller caller) =>
        caller.EmployeeId is { } id ? await DepartmentOfAsync(id) : null;

    /// <summary>The department of an active employee; null when there is none.</summary>
    public Task<string?> DepartmentOfAsync(long employeeId) =>
        database.ReadAsync(c =>
            c.QuerySingleOrDefaultAsync<string?>(
                "SELECT department FROM employees WHERE id = @employeeId AND active = 1",
                new { employeeId }));

    private async Task MustBeManagerOfAsync(Caller caller, long employeeId)
    {
        Caller.Must(caller.IsManagerOrHr, "Only the employee, a manager of their department or HR may do this.");
        var departments = await database.ReadAsync(c => c.QuerySingleOrDefaultAsync<(string Theirs, string? Own)>("""
            SELECT e.department, m.department FROM employees e
            LEFT JOIN employees m ON m.id = @manager AND m.active = 1
            WHERE e.id = @employeeId
            """, new { manager = caller.EmployeeId, employeeId }));
        if (departments.Theirs is null) throw Problems.NotFound("employee_not_found", "There is no such employee.");
        Caller.Must(departments.Own == departments.Theirs, "Only a manager of their department or HR may do this.");
    }
}
