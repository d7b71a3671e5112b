using System.Globalization;
using Dapper;
using Erp.Contracts;
using Erp.Employee.Outbox;
using MySqlConnector;

namespace Erp.Employee.Leaves;

/// <summary>Tells the managers of a department what its people do with their leaves; HR where there is no manager but
/// the one whose leave it is.</summary>
internal static class LeaveNews
{
    /// <summary>In the transaction of the change that it tells of. A manager is not told of what they do
    /// themselves.</summary>
    public static async Task TellManagersAsync(
        NotificationOutbox notifications, MySqlTransaction transaction, LeaveRow leave, NotificationType type,
        string does, Func<long, DateOnly, DateOnly, decimal, Sentence> sentence)
    {
        var deciders = await FindAsync("m.department = e.department AND m.role = 'MANAGER'");
        if (deciders.Count == 0) deciders = await FindAsync("m.role = 'HR'");
        if (deciders.Count == 0) return;
        await notifications.AddAsync(
            transaction, [.. deciders.Select(d => d.Id)], type, leave.Status, string.Create(
                CultureInfo.InvariantCulture,
                $"{deciders[0].Name} {does} from {leave.StartDate:yyyy-MM-dd} to {leave.EndDate:yyyy-MM-dd}: "
                    + $"{leave.Days:0.#} days."),
            sentence(leave.EmployeeId, leave.StartDate, leave.EndDate, leave.Days));

        async Task<List<(long Id, string Name)>> FindAsync(string who) =>
            (await transaction.Connection!.QueryAsync<(long Id, string Name)>(
                $"""
                SELECT m.id, e.name FROM employees e
                JOIN employees m ON m.active = 1 AND m.id <> e.id AND {who}
                WHERE e.id = @EmployeeId
                """, new { leave.EmployeeId }, transaction)).AsList();
    }
}
