using System.Globalization;
using Erp.Api.Json;
using Erp.Contracts;
using Erp.Employee.Employees;
using Erp.Employee.Outbox;
using Erp.Messaging;
using Erp.People;
using Erp.ServiceDefaults.Auth;
using MySqlConnector;

namespace Erp.Employee.Changes;

/// <summary>Tells all services what an employee is since a change: by a message that is stored in the transaction of
/// the change, and this process at once.</summary>
internal sealed class EmployeeChanges(PeopleView view, OutboxSignal signal)
{
    /// <summary>Stores the message; the row as it stands after the change, for <see cref="Committed"/>. The caller
    /// holds the row, so that its messages have the order of its versions.</summary>
    public static async Task<EmployeeRow> AddAsync(MySqlTransaction transaction, EmployeeRow row)
    {
        await MySqlOutbox.AddAsync(transaction, Message(row));
        return row;
    }

    /// <summary>Call after the commit: who was deactivated acts no more here, before the topic says so.</summary>
    public EmployeeRow Committed(EmployeeRow row)
    {
        view.Apply(new(
            row.Id, row.Name, row.Department, row.Position, EnumNames.Parse<Role>(row.Role), row.Active, row.Version,
            row.Deputy, MailTypes(row)));
        signal.Set();
        return row;
    }

    public static OutgoingMessage Message(EmployeeRow row) => MessageJson.ToMessage(
        Topics.EmployeeChanges.Name, row.Id.ToString(CultureInfo.InvariantCulture), new EmployeeChanged(
            row.Id, row.Name, row.Department, row.Position, row.Role, row.Active, row.ChangedAt, row.Version,
            row.Deputy, MailTypes(row)));

    private static string[]? MailTypes(EmployeeRow row) => row.MailTypes is null ? null : row.MailTypesWanted;
}
