using Erp.Api.Errors;

namespace Erp.Web.Services;

/// <summary>Names of the people whom a page shows, asked for once, fifty at a time.</summary>
public sealed class PeopleNames(EmployeeClient employees)
{
    private readonly Dictionary<long, Summary> _known = [];

    /// <summary>From here on <see cref="Of"/> knows these people; not while employee-service is away: what a page is
    /// about can be read, and decided, without names.</summary>
    public async Task LoadAsync(IEnumerable<long?> ids)
    {
        var missing = ids.OfType<long>().Where(id => id > 0 && !_known.ContainsKey(id)).Distinct();
        try
        {
            var answers = await Task.WhenAll(missing.Chunk(EmployeeClient.MostLookups).Select(employees.LookupAsync));
            foreach (var person in answers.SelectMany(a => a)) _known[person.Id] = person;
        }
        catch (ProblemException e) when (e.Status == StatusCodes.Status503ServiceUnavailable)
        {
            // Their numbers stand there.
        }
    }

    /// <summary>Somebody's name; their number where nobody knows it.</summary>
    public string Of(long id) => _known.TryGetValue(id, out var person) ? person.Name : $"#{id}";

    /// <summary>What everybody may know of somebody; null where nobody knows it.</summary>
    public Summary? Find(long id) => _known.GetValueOrDefault(id);
}
