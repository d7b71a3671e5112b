using Erp.Browser.Tests.Support;

namespace Erp.Browser.Tests;

/// <summary>A whole day in the browser, over both replicas.</summary>
public sealed class DayTests(Company company)
{
    [Fact]
    public async Task Pages_follow_by_themselves()
    {
        await using var staff = await company.VisitorAsync(Film.Size());
        await using var manager = await company.VisitorAsync(Film.Size());
        using var film = new Film(staff, manager);
        await new Day(staff, manager, live: true) { Step = film.TakeAsync }.RunAsync(staffId: 2, weeksAhead: 20);
        Assert.Empty(staff.Errors);
        Assert.Empty(manager.Errors);
        Assert.All(staff.Requested, r => Assert.Equal(company.Address.Authority, r.Authority));
    }

    [Fact]
    public async Task It_all_works_without_script()
    {
        await using var staff = await company.VisitorAsync(new() { JavaScriptEnabled = false });
        await using var manager = await company.VisitorAsync(new() { JavaScriptEnabled = false });
        await new Day(staff, manager, live: false).RunAsync(staffId: 3, weeksAhead: 22);
    }

    [Fact]
    public async Task It_goes_on_when_a_replica_is_killed_in_the_middle()
    {
        var application = company.Application;
        await using var staff = await company.VisitorAsync();
        await using var manager = await company.VisitorAsync();
        string? killed = null;
        await new Day(staff, manager, live: true)
        {
            Midway = async () => killed = await application.KillReplicaAsync("web"),
        }.RunAsync(staffId: 5, weeksAhead: 24);
        Assert.NotNull(killed);
        await application.StartReplicaAsync("web", killed);
    }
}
