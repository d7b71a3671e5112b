using System.Collections.Concurrent;
using Dapper;
using Erp.Chaos.Load;
using Erp.Testing.Application;
using MySqlConnector;

namespace Erp.Chaos.Checking;

/// <summary>Reads what the system shows, as the people themselves see it; of the leave ledger what the database
/// has.</summary>
internal sealed class Observer(ChaosApplication app, Company company, Team team)
{
    private static readonly ParallelOptions FourAtOnce = new() { MaxDegreeOfParallelism = 4 };
    private readonly ConcurrentDictionary<long, RequestState> _final = new();
    private readonly PageReader _pages = new(app);

    /// <summary>Looks once.</summary>
    /// <param name="fresh">Reads also those requests again that were final before.</param>
    /// <exception cref="HttpRequestException">Something does not answer.</exception>
    public async Task<Observed> LookAsync(bool fresh)
    {
        if (fresh) _final.Clear();
        var requests = new ConcurrentBag<RequestState>();
        var used = new ConcurrentDictionary<long, decimal>();
        await Parallel.ForEachAsync(company.Requesters, FourAtOnce, async (person, _) =>
        {
            foreach (var id in await _pages.AllAsync(
                Services.Request, person, $"/approvals?requesterId={person.Id}", n => n["requestId"]!.GetValue<long>()))
                requests.Add(_final.GetValueOrDefault(id) ?? await RequestAsync(person, id));
            var balance = await _pages.GetAsync(Services.Employee, person, $"/employees/{person.Id}/leave-balance");
            used[person.Id] = balance["used"]!.GetValue<decimal>();
        });
        var inboxes = new ConcurrentDictionary<long, IReadOnlyList<long>>();
        await Parallel.ForEachAsync(company.Approvers, FourAtOnce, async (person, _) =>
            inboxes[person.Id] = await _pages.AllAsync(
                Services.Processing, person, $"/process/{person.Id}?", n => n["requestId"]!.GetValue<long>()));
        var recent = new ConcurrentDictionary<long, IReadOnlyList<Notice>>();
        await Parallel.ForEachAsync(company.All, FourAtOnce, async (person, _) =>
        {
            var all = await _pages.AllAsync(
                Services.Notification, person, $"/notifications/recent/{person.Id}?", Reading.Notice);
            recent[person.Id] = [.. all.OrderBy(n => n.Id)];
        });
        return new()
        {
            Requests = [.. requests.OrderBy(r => r.RequestId)], Used = used, Inboxes = inboxes, Recent = recent,
            Ledger = await LedgerAsync(), Team = await new TeamObserver(app, team, _pages).LookAsync(),
        };
    }

    private async Task<RequestState> RequestAsync(Person person, long id)
    {
        var request = Reading.Request(await _pages.GetAsync(Services.Request, person, $"/approvals/{id}"));
        if (request.IsFinal) _final[id] = request;
        return request;
    }

    private async Task<IReadOnlyList<LedgerEntry>> LedgerAsync()
    {
        await using var connection =
            new MySqlConnection(await app.ConnectionStringAsync(Services.MySql) + ";Pooling=False");
        var entries = await connection.QueryAsync<(long Employee, string Source, decimal Delta)>(
            "SELECT employee_id, source, delta FROM leave_ledger WHERE kind = 'APPROVAL' AND employee_id IN @ids",
            new { ids = company.Requesters.Select(r => r.Id).ToArray() });
        return [.. entries.Select(e => new LedgerEntry(e.Employee, e.Source, e.Delta))];
    }
}
