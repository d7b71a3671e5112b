using Erp.Api.Errors;
using Erp.People;

namespace Erp.Approval.Requests.People;

/// <summary>Whether people are there: those whom the view knows need no call.</summary>
internal sealed class PeopleCheck(PeopleView people, EmployeeClient employees)
{
    /// <summary>422, naming them, when some do not exist or have left.</summary>
    public async Task MustBeActiveAsync(IReadOnlyCollection<long> ids, CancellationToken cancellationToken)
    {
        var active = new Dictionary<long, bool>();
        foreach (var id in ids)
            if (people.Find(id) is { } known) active[id] = known.Active;
        // Hired a moment ago, perhaps: in one call.
        var unknown = ids.Where(id => !active.ContainsKey(id)).Distinct().ToList();
        if (unknown.Count > 0)
            foreach (var found in await employees.LookupAsync(unknown, cancellationToken))
                active[found.Id] = found.Active;
        Refuse("unknown_employees", "do not exist", ids.Where(id => !active.ContainsKey(id)));
        Refuse("inactive_employees", "are not active", ids.Where(id => !active[id]));
    }

    private static void Refuse(string code, string what, IEnumerable<long> ids)
    {
        var named = ids.Distinct().ToArray();
        if (named.Length > 0)
            throw Problems.Unprocessable(
                code, $"These employees {what}: {string.Join(", ", named)}.", ("employeeIds", named));
    }
}
