using Erp.Testing.Application;

namespace Erp.Chaos.Load;

/// <summary>The people of one run: new ones, so that runs of one application do not meet.</summary>
/// <param name="Leavers">Who approves one request only, by its number: they leave with it.</param>
public sealed record Company(
    int Seed, Person Hr, IReadOnlyList<Person> Requesters, IReadOnlyList<Person> Approvers,
    IReadOnlyDictionary<int, Person> Leavers)
{
    // So few requests each that nobody's hundred recent notifications are full, nor anybody's leave used up.
    private const int PerRequester = 20, PerApprover = 15;

    /// <summary>Everybody who stays.</summary>
    public IEnumerable<Person> All => [.. Requesters, .. Approvers];

    /// <summary>The plan of a number.</summary>
    public Plan PlanOf(int number) => Plan.Of(Seed, number, Requesters.Count, Approvers.Count);

    /// <summary>Whom a plan names first.</summary>
    public Person FirstOf(Plan plan) => Leavers.GetValueOrDefault(plan.Number) ?? Approvers[plan.First];

    /// <summary>Hires as many as so many requests need.</summary>
    public static async Task<Company> HireAsync(IRunningApplication app, int seed, int requests)
    {
        var requesters = new List<Person>();
        var approvers = new List<Person>();
        var leavers = new Dictionary<int, Person>();
        for (var i = 0; i < Math.Max(2, requests / PerRequester); i++) requesters.Add(await Person.HireAsync(app));
        for (var i = 0; i < Math.Max(4, requests / PerApprover); i++)
            approvers.Add(await Person.HireAsync(app, "MANAGER"));
        var company = new Company(seed, Person.Hr(app), requesters, approvers, leavers);
        for (var i = 0; i < requests; i++)
            if (company.PlanOf(i).Ending == Ending.FirstLeaves) leavers[i] = await Person.HireAsync(app, "MANAGER");
        return company;
    }
}
