using Erp.ServiceDefaults.Auth;

namespace Erp.Employee.Employees;

/// <summary>Which employees a list has; null for any.</summary>
/// <param name="Name">Beginning of any word of the name, whatever its case.</param>
internal sealed record EmployeeQuery(string? Department, string? Position, Role? Role, string? Name)
{
    public string Sql => $"""
        SELECT {EmployeeRow.Columns}
        FROM {(Name is null ? "employees" : "employee_name_prefixes STRAIGHT_JOIN employees ON id = employee_id")}
        WHERE active = 1 AND {(Name is null ? "id > @after" : "prefix = @name AND employee_id > @after")}
        {(Department is null ? "" : "AND department = @Department")}
        {(Position is null ? "" : "AND position = @Position")}
        {(Role is null ? "" : "AND role = @role")}
        ORDER BY {(Name is null ? "id" : "employee_id")} LIMIT @rows
        """;
}
