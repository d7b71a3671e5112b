using Dapper;
using Erp.Api.Json;
using Erp.Employee.Changes;
using Erp.Employee.Data;
using Erp.Employee.Employees;
using Erp.ServiceDefaults.Company;

namespace Erp.Employee.Mail;

/// <summary>What people want by mail, in the employees' rows. The types are told to all services, so that the one that
/// sends mail asks for an address only where there is something to send; addresses are told to nobody.</summary>
internal sealed class MailStore(Database database, CompanyCalendar calendar, EmployeeChanges changes)
{
    public async Task<MailAddress> GetAsync(long id)
    {
        var row = await database.ReadAsync(c => EmployeeStore.FindAsync(c, id)) ?? throw EmployeeStore.NotFound();
        return new(row.Active ? row.Email : null, row.Name, TypesOf(row));
    }

    /// <summary>409 for somebody who left. The same again is no change.</summary>
    public async Task<IReadOnlyList<MailType>> SetAsync(long id, IReadOnlyList<MailType> types)
    {
        var wanted = types.Count > 0 ? string.Join(',', types.Order().Select(t => t.Name())) : null;
        var employee = await database.WriteAsync(async transaction =>
        {
            await EmployeeLock.TakeActiveAsync(transaction, id);
            var connection = transaction.Connection!;
            var row = (await EmployeeStore.FindAsync(connection, id, transaction))!;
            if (row.MailTypes == wanted) return row;
            await connection.ExecuteAsync(
                "UPDATE employees SET mail_types = @wanted, version = version + 1, changed_at = @Now WHERE id = @id",
                new { id, wanted, calendar.Now }, transaction);
            return await EmployeeChanges.AddAsync(
                transaction, (await EmployeeStore.FindAsync(connection, id, transaction))!);
        });
        return TypesOf(changes.Committed(employee));
    }

    private static IReadOnlyList<MailType> TypesOf(EmployeeRow row) =>
        [.. row.MailTypesWanted.Select(EnumNames.Parse<MailType>)];
}
