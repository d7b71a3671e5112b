using System.Text.Json.Nodes;
using Dapper;
using Erp.Chaos.Load;
using MySqlConnector;

namespace Erp.Chaos.Checking;

/// <summary>Reads what the system shows of the team, as its people see it; of the leave ledger what the database
/// has.</summary>
internal sealed class TeamObserver(ChaosApplication app, Team team, PageReader pages)
{
    /// <summary>Looks once.</summary>
    /// <exception cref="HttpRequestException">Something does not answer.</exception>
    public async Task<TeamState> LookAsync()
    {
        var leaves = new List<LeaveState>();
        var attendance = new Dictionary<long, IReadOnlyList<string>>();
        var recent = new Dictionary<long, IReadOnlyList<Notice>>();
        foreach (var person in team.Staff)
        {
            leaves.AddRange(await pages.AllAsync(Services.Employee, person, $"/leaves/{person.Id}?", Leave));
            attendance[person.Id] = await pages.AllAsync(
                Services.Employee, person, $"/attendance/history/{person.Id}?", n => n["workDate"]!.GetValue<string>());
        }
        foreach (var person in team.All)
            recent[person.Id] = await pages.AllAsync(
                Services.Notification, person, $"/notifications/recent/{person.Id}?", Reading.Notice);
        return new()
        {
            Leaves = leaves, Attendance = attendance, Recent = recent, ManagerId = team.Manager.Id,
            Ledger = await LedgerAsync(),
        };
    }

    private async Task<IReadOnlyList<TeamEntry>> LedgerAsync()
    {
        await using var connection =
            new MySqlConnection(await app.ConnectionStringAsync(Services.MySql) + ";Pooling=False");
        var entries = await connection.QueryAsync<(long Employee, string Kind, string Source, decimal Delta)>(
            "SELECT employee_id, kind, source, delta FROM leave_ledger "
                + "WHERE kind IN ('LEAVE', 'LEAVE_CANCELLED', 'QUEST') AND employee_id IN @ids",
            new { ids = team.Staff.Select(p => p.Id).ToArray() });
        return [.. entries.Select(e => new TeamEntry(e.Employee, e.Kind, e.Source, e.Delta))];
    }

    private static LeaveState Leave(JsonNode l) => new(
        l["id"]!.GetValue<long>(), l["employeeId"]!.GetValue<long>(), l["reason"]!.GetValue<string>(),
        l["status"]!.GetValue<string>(), l["days"]!.GetValue<decimal>());
}
