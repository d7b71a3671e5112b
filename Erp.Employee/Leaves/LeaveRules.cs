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

    /// <summary>Days of a leave year that pending leaves ask for; those before the employee's first one count for
    /// it.</summary>
    public static async Task<decimal> PendingAsync(
        MySqlTransaction transaction, EmployeeLock employee, int year, int first) =>
        (await PendingAsync(transaction.Connection!, [employee.Id], transaction)).Sum(p => p.In(year, first));

    /// <summary>The pending leaves of these people.</summary>
    public static Task<IEnumerable<PendingDays>> PendingAsync(
        MySqlConnection connection, IReadOnlyCollection<long> ids, MySqlTransaction? transaction = null) =>
        connection.QueryAsync<PendingDays>(
            """
            SELECT employee_id AS EmployeeId, YEAR(start_date) AS Year, days - days_next_year AS Days,
              days_next_year AS DaysNextYear
            FROM leaves WHERE employee_id IN @ids AND status = 'PENDING'
            """, new { ids }, transaction);
}
