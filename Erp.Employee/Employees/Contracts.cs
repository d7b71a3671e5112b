using Erp.Api.Validation;
using Erp.ServiceDefaults.Auth;

namespace Erp.Employee.Employees;

/// <summary>A new employee.</summary>
/// <param name="Name">1 to 100 characters.</param>
/// <param name="Email">Unique in the company, whatever its case; those who left keep theirs.</param>
/// <param name="Department">1 to 100 characters; compared exactly.</param>
/// <param name="Position">1 to 100 characters.</param>
/// <param name="Role">What the employee may do.</param>
public sealed record CreateEmployee(
    [Line(100)] string Name, [Email] string Email, [Line(100)] string Department, [Line(100)] string Position,
    Role Role);

/// <summary>All that can change of an employee; replaces what stood there.</summary>
/// <param name="Name">1 to 100 characters.</param>
/// <param name="Email">Unique in the company, whatever its case. HR only.</param>
/// <param name="Department">1 to 100 characters. HR only.</param>
/// <param name="Position">1 to 100 characters.</param>
/// <param name="Role">What the employee may do. HR only.</param>
public sealed record UpdateEmployee(
    [Line(100)] string Name, [Email] string Email, [Line(100)] string Department, [Line(100)] string Position,
    Role Role);

/// <summary>An employee.</summary>
/// <param name="Id">64-bit id.</param>
/// <param name="Email">For the employee themselves, the managers of their department and HR; null for others.</param>
/// <param name="Active">False after the employee left; the history stays.</param>
/// <param name="Version">Grows with every change; also the <c>ETag</c>, for <c>If-Match</c>.</param>
public sealed record EmployeeResponse(
    long Id, string Name, string? Email, string Department, string Position, Role Role, bool Active, int Version,
    DateTimeOffset CreatedAt);

/// <summary>What everybody may know of an employee.</summary>
public sealed record EmployeeSummary(
    long Id, string Name, string Department, string Position, Role Role, bool Active);
