using Erp.Testing.Application;

namespace Erp.Chaos.Load;

/// <summary>A department of its own, whose people check in, take leave and do quests beside the approvals.</summary>
public sealed record Team(string Department, Person Manager, IReadOnlyList<Person> Staff)
{
    private const int Size = 3;

    /// <summary>Everybody.</summary>
    public IEnumerable<Person> All => [Manager, .. Staff];

    /// <summary>Hires them.</summary>
    public static async Task<Team> HireAsync(IRunningApplication app)
    {
        var department = $"Team {Guid.NewGuid():N}";
        var manager = await Person.HireAsync(app, "MANAGER", department);
        var staff = new List<Person>();
        for (var i = 0; i < Size; i++) staff.Add(await Person.HireAsync(app, "STAFF", department));
        return new(department, manager, staff);
    }
}
