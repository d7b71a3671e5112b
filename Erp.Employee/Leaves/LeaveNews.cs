using System.Globalization;
using Dapper;
using Erp.Contracts;
using Erp.Employee.Outbox;
using MySqlConnector;

namespace Erp.Employee.Leaves;

/// <summary>Tells the managers of a department what its people do with their leaves.</summary>
internal static class LeaveNews
{
    /// <summary>In the transaction of the change that it tells of. A manager is not told of what they do
    /// themselves.</summary>
    public static async Task TellManagersAsync(
        NotificationOutbox notifications, MySqlTransaction transaction, LeaveRow leave, NotificationType type,
        string does, Func<long, DateOnly, DateOnly, decimal, Sentence> sentence)
    {
        var managers = await transaction.Connection!.QueryAsync<(long Id, string Name)>(
            """
            SELECT m.id, e.name FROM employees e
            JOIN employees m ON m.active = 1 AND m.department = e.department AND m.role = 'MANAGER' AND m.id <> e.id
            WHERE e.id = @EmployeeId
            """, new { leave.EmployeeId }, transaction);
        foreach (var (id, name) in managers)
            await notifications.AddAsync(transaction, id, type, leave.Status, string.Create(
                CultureInfo.InvariantCulture,
                $"{name} {does} from {leave.StartDate:yyyy-MM-dd} to {leave.EndDate:yyyy-MM-dd}: "
                    + $"{leave.Days:0.#} days."),
                sentence(leave.EmployeeId, leave.StartDate, leave.EndDate, leave.Days));
    }
}
