using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Erp.Api.Json;
using Erp.Contracts;
using Erp.Messaging;
using Erp.ServiceDefaults.Company;
using MySqlConnector;

namespace Erp.Employee.Outbox;

/// <summary>Stores what an employee is to be told in the transaction of the change that it tells of: to be
/// sent, and in the record from which it can be told again.</summary>
internal sealed class NotificationOutbox(CompanyCalendar calendar, OutboxSignal signal)
{
    public const string Topic = "notifications";

    public Task AddAsync(
        MySqlTransaction transaction, long employeeId, NotificationType type, string? status, string message,
        Sentence sentence) =>
        AddAsync(transaction, [employeeId], type, status, message, sentence);

    /// <summary>The same for several people.</summary>
    public async Task AddAsync(
        MySqlTransaction transaction, IReadOnlyCollection<long> employeeIds, NotificationType type, string? status,
        string message, Sentence sentence)
    {
        if (employeeIds.Count == 0) return;
        var now = calendar.Now;
        var moment = await ToldNotifications.MomentAsync(transaction, employeeIds, now);
        foreach (var employeeId in employeeIds)
        {
            var id = Guid.CreateVersion7().ToString();
            var payload = JsonSerializer.Serialize(
                new SendNotification(id, type.Name(), null, status, message, sentence, moment), ErpJson.Options);
            await ToldNotifications.AddAsync(transaction, id, employeeId, payload, moment);
            await MySqlOutbox.AddAsync(transaction, new OutgoingMessage(
                id, Topic, employeeId.ToString(CultureInfo.InvariantCulture), nameof(SendNotification), payload,
                Activity.Current?.Id, now));
        }
    }

    /// <summary>Call after the commit.</summary>
    public void Wake() => signal.Set();
}
