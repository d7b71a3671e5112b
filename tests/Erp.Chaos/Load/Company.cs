using Erp.Testing.Application;

namespace Erp.Chaos.Load;

/// <summary>The people of one run: new ones, so that runs of one application do not meet.</summary>
public sealed record Company(Person Hr, IReadOnlyList<Person> Requesters, IReadOnlyList<Person> Approvers)
{
    // So few requests each that nobody's hundred recent notifications are full, nor anybody's leave used up.
    private const int PerRequester = 20, PerApprover = 15;

    /// <summary>Everybody.</summary>
    public IEnumerable<Person> All => [.. Requesters, .. Approvers];

    /// <summary>The plan of a number.</summary>
    public Plan PlanOf(int seed, int number) => Plan.Of(seed, number, Requesters.Count, Approvers.Count);

    /// <summary>Hires as many as so many requests need.</summary>
    public static async Task<Company> HireAsync(IRunningApplication app, int requests)
    {
        var requesters = new List<Person>();
        var approvers = new List<Person>();
        for (var i = 0; i < Math.Max(2, requests / PerRequester); i++) requesters.Add(await Person.HireAsync(app));
        for (var i = 0; i < Math.Max(4, requests / PerApprover); i++)
            approvers.Add(await Person.HireAsync(app, "MANAGER"));
        return new(Person.Hr(app), requesters, approvers);
    }
}
