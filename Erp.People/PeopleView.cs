using System.Collections.Concurrent;
using Erp.Api.Json;
using Erp.Contracts;
using Erp.Messaging;
using Erp.Messaging.Kafka;
using Erp.ServiceDefaults.Auth;

namespace Erp.People;

/// <summary>All people in memory, as the topic <c>employee-changes</c> tells of them; the highest version of each wins,
/// in whatever order they come. What is known stays known while the topic is away or lost. A reading of the topic that
/// begins anew is told from the one before: what only an earlier one had is not in the topic any more.</summary>
public sealed class PeopleView : ITopicFollower, ICallerStanding
{
    private readonly ConcurrentDictionary<long, Entry> _people = new();
    // A company has few departments and positions, and many people in each.
    private readonly ConcurrentDictionary<string, string> _words = new();
    private readonly TaskCompletionSource _complete = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile int _reading;
    private volatile EmployeesPublished? _published;

    /// <inheritdoc/>
    public event Action<long>? Left;

    /// <summary>A person is known in a newer version than before, or for the first time: after a start that is
    /// everybody. Raised by the thread that reads the topic, so whoever hears it only takes note.</summary>
    public event Action<Person>? Changed;

    /// <summary>A reading begins, or the topic says that everybody is in it.</summary>
    public event Action? Progressed;

    /// <summary>Ends when everybody was known for the first time.</summary>
    public Task Complete => _complete.Task;

    /// <summary>Everybody, those who have left included, in no order.</summary>
    public IEnumerable<Person> All => _people.Values.Select(entry => entry.Person);

    /// <summary>How many are known, those who have left included.</summary>
    public int Count => _people.Count;

    /// <summary>Of the present reading: the topic's word that everybody was in it.</summary>
    public EmployeesPublished? Published => _published;

    /// <summary>The person, active or not; null when nobody of this id is known.</summary>
    public Person? Find(long id) => _people.TryGetValue(id, out var entry) ? entry.Person : null;

    /// <summary>Who decides in somebody's place on a day of the company's calendar: their deputy, or the deputy of a
    /// deputy who is away as well. Who has left is nobody's deputy. Null when nobody does: then it is they
    /// themselves.</summary>
    public Person? DeputyOf(long id, DateOnly day)
    {
        Person? found = null;
        // The record has no circles; versions of several people, as they come one by one, can make one for a moment.
        var seen = new HashSet<long> { id };
        for (var at = Find(id); at?.Deputy is { } deputy && deputy.From <= day && day <= deputy.Until; found = at)
        {
            at = Find(deputy.EmployeeId);
            if (at is null or { Active: false } || !seen.Add(at.Id)) break;
        }
        return found;
    }

    internal void SetComplete() => _complete.TrySetResult();

    /// <summary>Takes what this process knows before the topic does.</summary>
    public void Apply(Person person) => Put(person, reading: 0);

    /// <summary>The versions that the present reading has had from the topic.</summary>
    public Dictionary<long, long> InTopic() =>
        _people.Where(p => p.Value.Reading == _reading).ToDictionary(p => p.Key, p => p.Value.Person.Version);

    /// <summary>Their number and the sum of their versions.</summary>
    public (long Count, long Versions) TotalsInTopic()
    {
        var (count, versions) = (0L, 0L);
        foreach (var (_, entry) in _people)
        {
            if (entry.Reading != _reading) continue;
            count++;
            versions += entry.Person.Version;
        }
        return (count, versions);
    }

    Standing? ICallerStanding.Of(long employeeId) =>
        Find(employeeId) is { } person ? new(person.Active, person.Role) : null;

    void ITopicFollower.Begin()
    {
        _published = null;
        _reading++;
        Progressed?.Invoke();
    }

    void ITopicFollower.Apply(IncomingMessage message)
    {
        switch (message.Type)
        {
            case nameof(EmployeeChanged):
                Put(Read(message.Read<EmployeeChanged>()), _reading);
                break;
            case nameof(EmployeesPublished):
                _published = message.Read<EmployeesPublished>();
                Progressed?.Invoke();
                break;
            default:
                throw new PoisonMessageException($"{message.Type} {message.Id} is not for this topic.");
        }
    }

    private Person Read(EmployeeChanged changed) => EnumNames.TryParse<Role>(changed.Role, out var role)
        ? new(changed.EmployeeId, changed.Name, Word(changed.Department), Word(changed.Position), role, changed.Active,
            changed.Version, changed.Deputy, changed.MailTypes)
        : throw new PoisonMessageException($"'{changed.Role}' is no role.");

    private string Word(string word) => _words.GetOrAdd(word, word);

    private void Put(Person person, int reading)
    {
        var before = 0L;
        var entry = _people.AddOrUpdate(
            person.Id,
            _ => new(person, reading),
            (_, known) =>
            {
                before = known.Person.Version;
                if (person.Version < before) return known;
                // Of the same version what is in the topic stays in the topic.
                return new(person, person.Version == before ? Math.Max(reading, known.Reading) : reading);
            });
        if (!entry.Person.Active) Left?.Invoke(person.Id);
        if (person.Version > before) Changed?.Invoke(person);
    }

    /// <param name="Person">As known.</param>
    /// <param name="Reading">The last reading of the topic that had this version; 0 when none had.</param>
    private readonly record struct Entry(Person Person, int Reading);
}
