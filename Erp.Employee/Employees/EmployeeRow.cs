using Erp.Api.Json;
using Erp.ServiceDefaults.Auth;

namespace Erp.Employee.Employees;

/// <summary>A row of <c>employees</c>.</summary>
internal sealed record EmployeeRow(
    long Id, string Name, string Email, string Department, string Position, string Role, bool Active, int Version,
    DateTimeOffset CreatedAt, DateTimeOffset ChangedAt)
{
    public const string Columns =
        "id AS Id, name AS Name, email AS Email, department AS Department, position AS Position, role AS Role, "
        + "active AS Active, version AS Version, created_at AS CreatedAt, "
        // Rows from before changes were published have no time of their last one.
        + "COALESCE(changed_at, deactivated_at, created_at) AS ChangedAt";

    public EmployeeResponse ToResponse() =>
        new(Id, Name, Email, Department, Position, EnumNames.Parse<Role>(Role), Active, Version, CreatedAt);
}
