using System.Net;
using System.Text.Json.Nodes;
using Erp.Employee.Tests.Support;

namespace Erp.Employee.Tests.ApproverLines;

[Collection(EmployeeTests.Name)]
public sealed class ApproverLineTests(EmployeeFixture erp)
{
    private static string Path(Support.Person person, string name) =>
        $"/employees/{person.Id}/approver-lines/{Uri.EscapeDataString(name)}";

    private static Task<HttpResponseMessage> SaveAsync(Support.Person person, string name, params long[] approverIds) =>
        person.Client.PutAsync(Path(person, name), new { approverIds });

    private static async Task<string[]> LinesAsync(Support.Person person) =>
    [
        .. (await person.Client.ItemsAsync($"/employees/{person.Id}/approver-lines"))
            .Select(l => $"{l!["name"]}: {string.Join(',', l["approverIds"]!.AsArray())}"),
    ];

    [Fact]
    public async Task A_line_is_kept_in_its_order_until_it_is_replaced_or_deleted()
    {
        var (person, a, b) = (await erp.HireAsync(), (await erp.HireAsync()).Id, (await erp.HireAsync()).Id);
        Assert.Empty(await LinesAsync(person));
        var saved = await SaveAsync(person, " 출장 50% & more? ", b, a).OkAsync();
        Assert.Equal("출장 50% & more?", (string)saved["name"]!);
        await SaveAsync(person, "Purchases", a).OkAsync();
        await SaveAsync(person, "Purchases", a).OkAsync();
        Assert.Equal([$"Purchases: {a}", $"출장 50% & more?: {b},{a}"], await LinesAsync(person));
        await SaveAsync(person, "Purchases", a, b).OkAsync();
        Assert.Equal($"Purchases: {a},{b}", (await LinesAsync(person))[0]);
        for (var i = 0; i < 2; i++)
            using (var deleted = await person.Client.DeleteAsync(Path(person, "출장 50% & more?")))
                Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        Assert.Single(await LinesAsync(person));
    }

    [Fact]
    public async Task Only_people_who_work_here_can_be_on_it_and_not_oneself()
    {
        var (person, other) = (await erp.HireAsync(), await erp.HireAsync());
        await SaveAsync(person, "x", person.Id).RefusedAsync(422, "self_approval");
        await SaveAsync(person, "x", other.Id, 99_999_999).RefusedAsync(422, "unknown_employees");
        await SaveAsync(person, "Kept", other.Id).OkAsync();
        await erp.Hr.DeleteAsync($"/employees/{other.Id}");
        await SaveAsync(person, "x", other.Id).RefusedAsync(422, "inactive_employees");
        Assert.Equal([$"Kept: {other.Id}"], await LinesAsync(person));
    }

    [Theory]
    [InlineData("""{"approverIds":[]}""", "validation_failed")]
    [InlineData("""{"approverIds":[1,1]}""", "validation_failed")]
    [InlineData("""{"approverIds":[0]}""", "validation_failed")]
    [InlineData("""{"approverIds":[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21]}""", "validation_failed")]
    [InlineData("""{"approverIds":["1"]}""", "wrong_type")]
    [InlineData("""{"approverIds":[null]}""", "wrong_type")]
    public async Task Who_is_on_it_has_to_be_said_well(string body, string code)
    {
        var person = await erp.HireAsync();
        await person.Client.PutAsync(Path(person, "x"), JsonNode.Parse(body)).RefusedAsync(400, code);
    }

    [Theory]
    [InlineData("%20")]
    [InlineData("a%2Fb")]
    [InlineData("a%252fb")]
    [InlineData("a%0Ab")]
    [InlineData("123456789012345678901234567890123456789012345678901")]
    public async Task A_bad_name_is_400(string name)
    {
        var (person, other) = (await erp.HireAsync(), await erp.HireAsync());
        var path = $"/employees/{person.Id}/approver-lines/{name}";
        await person.Client.PutAsync(path, new { approverIds = new[] { other.Id } })
            .RefusedAsync(400, "validation_failed");
        await person.Client.DeleteAsync(path).RefusedAsync(400, "validation_failed");
    }

    [Fact]
    public async Task Nobody_keeps_more_than_fifty_also_when_many_come_at_once()
    {
        var (person, other) = (await erp.HireAsync(), await erp.HireAsync());
        var statuses = await Calls.AtOnceAsync(55, i => SaveAsync(person, $"Line {i}", other.Id));
        Assert.Equal(50, statuses.Count(s => s == 200));
        Assert.Equal(5, statuses.Count(s => s == 409));
        var lines = await LinesAsync(person);
        Assert.Equal(50, lines.Length);
        await SaveAsync(person, "One more", other.Id).RefusedAsync(409, "too_many_lines");
        await SaveAsync(person, lines[0].Split(':')[0], other.Id).OkAsync();
    }
}
