using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Erp.Api.Json;
using Erp.Contracts;
using Erp.Messaging;
using Erp.ServiceDefaults.Company;
using MySqlConnector;

namespace Erp.Employee.Outbox;

/// <summary>Stores what an employee is to be told in the transaction of the change that it tells of.</summary>
internal sealed class NotificationOutbox(CompanyCalendar calendar, OutboxSignal signal)
{
    public const string Topic = "notifications";

    public Task AddAsync(
        MySqlTransaction transaction, long employeeId, NotificationType type, string? status, string message,
        Sentence sentence)
    {
        var id = Guid.CreateVersion7().ToString();
        return MySqlOutbox.AddAsync(transaction, new OutgoingMessage(
            id, Topic, employeeId.ToString(CultureInfo.InvariantCulture), nameof(SendNotification),
            JsonSerializer.Serialize(
                new SendNotification(id, type.Name(), null, status, message, sentence), ErpJson.Options),
            Activity.Current?.Id, calendar.Now));
    }

    /// <summary>Call after the commit.</summary>
    public void Wake() => signal.Set();
}
