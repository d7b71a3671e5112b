using Microsoft.Extensions.Caching.Memory;

namespace Erp.Approval.Requests.People;

/// <summary>People by id: one batched call for those that were not asked for in the last half minute.</summary>
internal sealed class EmployeeDirectory(EmployeeClient client, IMemoryCache cache)
{
    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(30);

    /// <summary>Those of the ids that exist. Unknown ones are not remembered: they may be hired any moment.</summary>
    public async Task<IReadOnlyDictionary<long, Person>> FindAsync(IReadOnlyCollection<long> ids, CancellationToken cancellationToken)
    {
        var found = new Dictionary<long, Person>();
        foreach (var id in ids)
            if (cache.TryGetValue<Person>(id, out var person)) found[id] = person!;

        foreach (var missing in ids.Where(id => !found.ContainsKey(id)).Distinct().Chunk(EmployeeClient.MaxLookup))
        {
            foreach (var person in await client.LookupAsync(missing, cancellationToken))
            {
                found[person.Id] = person;
                cache.Set(person.Id, person, new MemoryCacheEntryOptions { AbsoluteExpirationRelativeToNow = Freshness, Size = 1 });
            }
        }
        return found;
    }
}
