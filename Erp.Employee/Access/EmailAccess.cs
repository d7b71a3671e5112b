using Erp.Employee.Employees;
using Erp.ServiceDefaults.Auth;

namespace Erp.Employee.Access;

/// <summary>Whose e-mail address a caller may see: their own, as a manager those of the department, as HR
/// all.</summary>
/// <param name="Managed">The department that the caller manages.</param>
internal sealed record EmailAccess(Caller Caller, string? Managed)
{
    public bool Includes(EmployeeRow employee) =>
        Caller.IsHr || Caller.Is(employee.Id) || Managed == employee.Department;
}
