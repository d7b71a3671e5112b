using Dapper;
using Erp.Employee.Employees;
using Erp.Employee.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using MySqlConnector;

namespace Erp.Employee.Tests.Employees;

[Collection(EmployeeTests.Name)]
public sealed class NameSearchTests(EmployeeFixture erp)
{
    private async Task<long> HireAsync(string name, string department, string role = "STAFF", string position = "Clerk")
    {
        var email = EmployeeFixture.Unique("search").Replace(' ', '.') + "@example.com";
        return (long)(await erp.Hr.PostAsync(
            "/employees", new { name, email, department, position, role }).CreatedAsync())["id"]!;
    }

    private async Task<long[]> FoundAsync(string name, string department, string more = "") =>
    [
        .. (await erp.Hr.ItemsAsync($"/employees?name={Uri.EscapeDataString(name)}&department={department}{more}"))
            .Select(e => (long)e!["id"]!),
    ];

    [Fact]
    public async Task People_are_found_by_the_beginning_of_any_word_of_their_name_whatever_its_case()
    {
        var of = EmployeeFixture.Unique("Names");
        var minji = await HireAsync("Kim Min-Ji", of);
        var korean = await HireAsync("김 민지", of);
        var kim = await HireAsync("Ärmel  Kimberly KIM", of);
        foreach (var (name, ids) in new (string, long[])[]
        {
            ("kim", [minji, kim]), ("KIM M", [minji]), ("ji", [minji]), ("min-j", [minji]), ("im", []),
            ("김", [korean]), ("민", [korean]), ("김 민지", [korean]), ("지", []), ("김민", []),
            ("ärm", [kim]), ("Ärmel kim", [kim]), ("kimberly  kim", [kim]), ("kimberly kimm", []),
            ("%", []), ("_im", []),
            ("kim' OR 1=1", []), (new string('k', 100), []),
        })
            Assert.Equal((name, string.Join(' ', ids)), (name, string.Join(' ', await FoundAsync(name, of))));
    }

    [Fact]
    public async Task A_search_is_paged_by_id_and_goes_with_every_other_filter()
    {
        var of = EmployeeFixture.Unique("Names");
        var ids = new List<long>();
        for (var i = 0; i < 5; i++) ids.Add(await HireAsync($"Seo Seoyeon {i}", of, i < 2 ? "MANAGER" : "STAFF"));
        var first = await erp.Hr.GetAsync($"/employees?name=seo&department={of}&limit=3").OkAsync();
        var second = await erp.Hr.GetAsync($"/employees?name=seo&department={of}&after={first["next"]}").OkAsync();
        Assert.Null(second["next"]);
        Assert.Equal(
            ids, new[] { first, second }.SelectMany(p => p["items"]!.AsArray()).Select(e => (long)e!["id"]!));
        Assert.Equal(ids[..2], await FoundAsync("seo", of, "&role=MANAGER&position=Clerk"));
        Assert.Empty(await FoundAsync("seo", of, "&position=Boss"));
        Assert.Equal(ids[..2], (await erp.Hr.ItemsAsync($"/employees?role=MANAGER&department={of}")).Select(
            e => (long)e!["id"]!));
    }

    [Fact]
    public async Task Who_is_renamed_is_found_by_the_new_name_only_and_who_has_left_by_none()
    {
        var of = EmployeeFixture.Unique("Names");
        var id = await HireAsync("Before Wedding", of);
        var row = await erp.Hr.GetAsync($"/employees/{id}").OkAsync();
        row["name"] = "After Party";
        foreach (var field in (string[])["id", "active", "version", "createdAt"]) row.Remove(field);
        await erp.Hr.PutAsync($"/employees/{id}", row).OkAsync();
        Assert.Empty(await FoundAsync("before", of));
        Assert.Equal([id], await FoundAsync("party", of));
        await erp.Hr.DeleteAsync($"/employees/{id}");
        Assert.Empty(await FoundAsync("party", of));
    }

    [Fact]
    public async Task People_from_before_there_was_an_index_are_found_as_well()
    {
        var of = EmployeeFixture.Unique("Names").Replace(' ', '-');
        await using (var sql = new MySqlConnection(erp.Server.ConnectionString))
            await sql.ExecuteAsync($"""
                INSERT INTO employees (name, email, department, position, role, created_at)
                  SELECT CONCAT('Old Hand ', seq), CONCAT(seq, '@{of}.example'), '{of}', 'x', 'STAFF', NOW()
                  FROM seq_1_to_450
                """);
        var indexing = erp.App.Services.GetServices<IHostedService>().OfType<NameIndexing>().Single();
        indexing.Wake();
        await Eventually.TrueAsync(async () => (await FoundAsync("hand 450", of)).Length == 1);
        Assert.Single(await FoundAsync("hand 1", of, "&limit=1"));
    }

    [Theory]
    [InlineData("A b", "a|a b|b")]
    [InlineData("  X-Y ", "x|x-|x-y|y")]
    [InlineData("🙂 a", "🙂|🙂 a|a")]
    [InlineData("aa aa", "a|aa|aa a|aa aa")]
    [InlineData("\u1100\u1161 b", "가|가 b|b")]
    public void A_name_has_the_beginnings_of_all_its_words(string name, string prefixes) =>
        Assert.Equal(prefixes.Split('|').Order(), NamePrefixes.Of(name).Order());
}
