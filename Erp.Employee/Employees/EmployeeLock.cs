using Dapper;
using Erp.Api.Errors;
using MySqlConnector;

namespace Erp.Employee.Employees;

/// <summary>An employee's row, held by this transaction. Whatever changes an employee's balance, attendance or leaves
/// takes this lock first, so that two of them never read the same balance, and always in the same order, so that they
/// do not deadlock.</summary>
internal sealed record EmployeeLock(
    long Id, string Department, bool Active, int AttendanceCount, DateTimeOffset HiredAt)
{
    /// <summary>Waits for the row; 404 when there is none.</summary>
    public static async Task<EmployeeLock> TakeAsync(MySqlTransaction transaction, long id) =>
        await transaction.Connection!.QuerySingleOrDefaultAsync<EmployeeLock>("""
            SELECT id AS Id, department AS Department, active AS Active, attendance_count AS AttendanceCount,
                created_at AS HiredAt
            FROM employees WHERE id = @id FOR UPDATE
            """, new { id }, transaction)
        ?? throw EmployeeStore.NotFound();

    /// <summary>As <see cref="TakeAsync"/>, and 409 when the employee has left.</summary>
    public static async Task<EmployeeLock> TakeActiveAsync(MySqlTransaction transaction, long id)
    {
        var employee = await TakeAsync(transaction, id);
        return employee.Active
            ? employee
            : throw Problems.Conflict("employee_inactive", "This employee has left the company.");
    }
}
