using Dapper;
using Erp.Api.Errors;
using Erp.Api.Json;
using Erp.Employee.Employees;
using Erp.Employee.Holidays;
using MySqlConnector;

namespace Erp.Employee.Leaves;

/// <summary>What holds for every leave, however it was granted. The employee's lock is held, so what was checked is
/// still true when the row is written.</summary>
internal static class LeaveRules
{
    public static async Task<WorkingDays> CountAsync(MySqlTransaction transaction, LeaveDates dates) =>
        dates.Count(await HolidayStore.ListAsync(transaction.Connection!, dates.Start, dates.End, transaction));

    /// <summary>409 when one that is pending or approved lies in these days. The two halves of a day do not
    /// overlap.</summary>
    public static async Task MustNotOverlapAsync(
        MySqlTransaction transaction, EmployeeLock employee, LeaveDates dates)
    {
        if (await transaction.Connection!.ExecuteScalarAsync<long>(
            """
            SELECT COUNT(*) FROM leaves WHERE employee_id = @Id AND status IN ('PENDING', 'APPROVED')
              AND start_date <= @End AND end_date >= @Start
              AND NOT (part <> 'FULL' AND @part <> 'FULL' AND part <> @part)
            """,
            new { employee.Id, dates.Start, dates.End, part = dates.Part.Name() }, transaction) > 0)
            throw Problems.Conflict("leave_overlaps", "There is a leave in these days already.");
    }

    /// <summary>Days that pending leaves ask for.</summary>
    public static Task<decimal> PendingAsync(MySqlTransaction transaction, EmployeeLock employee) =>
        transaction.Connection!.ExecuteScalarAsync<decimal>(
            "SELECT COALESCE(SUM(days), 0) FROM leaves WHERE employee_id = @Id AND status = 'PENDING'",
            new { employee.Id }, transaction);
}
