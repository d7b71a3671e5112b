using Erp.Browser.Tests.Support;

namespace Erp.Browser.Tests;

/// <summary>Each role sees only what it may.</summary>
public sealed class RoleTests(Company company)
{
    private static readonly string[] ForManagers =
        ["/team", "/quests/created", "/quests/department", "/quests/new"];

    private static readonly string[] ForHr =
    [
        "/holidays", "/people", "/people/new", "/stuck",
    ];

    [Theory]
    [InlineData(2, false, false)]
    [InlineData(Company.Manager, true, false)]
    [InlineData(Company.Hr, true, true)]
    public async Task Pages_and_links_are_those_of_the_role(long employeeId, bool manages, bool isHr)
    {
        await using var visitor = await company.SignInAnyAsync(employeeId);
        foreach (var (paths, may) in new[] { (ForManagers, manages), (ForHr, isHr) })
        foreach (var path in paths)
        {
            var answer = await visitor.Page.GotoAsync(path);
            Assert.True((answer!.Status == 200) == may, $"{path}: {answer.Status}");
            if (!may) Assert.Equal(403, answer.Status);
        }
        await visitor.GoAsync("/");
        var links = await visitor.Page.Locator(".menu a").EvaluateAllAsync<string[]>(
            "links => links.map(l => l.getAttribute('href'))");
        Assert.Equal(manages, links.Contains("/team"));
        Assert.Equal(isHr, links.Contains("/people"));
        Assert.Equal(isHr, links.Contains("/holidays"));
        Assert.Equal(isHr, links.Contains("/stuck"));
        foreach (var link in links) Assert.Equal(200, (await visitor.Page.GotoAsync(link))!.Status);
    }

    [Fact]
    public async Task Nobody_reads_what_does_not_concern_them()
    {
        await using var stranger = await company.SignInAsync(4);
        var others = await company.RequestsOfOthersAsync(4);
        Assert.NotEmpty(others);
        foreach (var id in others.Take(3))
            Assert.Equal(403, (await stranger.Page.GotoAsync($"/requests/{id}"))!.Status);
        Assert.Equal(403, (await stranger.Page.GotoAsync("/people/2/ledger"))!.Status);
    }

    [Fact]
    public async Task Whoever_is_not_signed_in_sees_no_page()
    {
        await using var nobody = await company.VisitorAsync();
        var paths = Pages.All(await company.PathsAsync());
        foreach (var path in paths.Where(p => !p.StartsWith("/sign", StringComparison.Ordinal)))
        {
            await nobody.GoAsync(path);
            Assert.StartsWith("/sign-in/choose", new Uri(nobody.Page.Url).AbsolutePath, StringComparison.Ordinal);
        }
    }
}
