using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Dapper;
using Erp.Api.Json;
using Erp.Employee.Company;
using Erp.Messaging;
using MySqlConnector;

namespace Erp.Employee.Outbox;

/// <summary>Stores what an employee is to be told in the transaction of the change that it tells of.</summary>
internal sealed class NotificationOutbox(CompanyCalendar calendar, OutboxSignal signal)
{
    public const string Topic = "notifications";

    public Task AddAsync(
        MySqlTransaction transaction, long employeeId, NotificationType type, string? status, string message)
    {
        var id = Guid.CreateVersion7().ToString();
        return transaction.Connection!.ExecuteAsync("""
            INSERT INTO outgoing_messages (message_id, topic, message_key, type, payload, trace_parent, created_at)
            VALUES (@id, @Topic, @key, @type, @payload, @trace, @now)
            """, new
        {
            id,
            Topic,
            key = employeeId.ToString(CultureInfo.InvariantCulture),
            type = nameof(SendNotification),
            payload = JsonSerializer.Serialize(
                new SendNotification(id, type.Name(), null, status, message), ErpJson.Options),
            trace = Activity.Current?.Id,
            now = calendar.Now,
        }, transaction);
    }

    /// <summary>Call after the commit.</summary>
    public void Wake() => signal.Set();
}
