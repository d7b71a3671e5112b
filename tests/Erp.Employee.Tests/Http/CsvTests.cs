using System.Net;
using System.Net.Http.Headers;
using Dapper;
using Erp.Employee.Tests.Support;
using MySqlConnector;

namespace Erp.Employee.Tests.Http;

/// <summary>Lists as CSV.</summary>
[Collection(EmployeeTests.Name)]
public sealed class CsvTests(EmployeeFixture erp)
{
    private const string Head =
        "\uFEFFid,name,email,department,position,role,active,version,createdAt\r\n";

    private static async Task<HttpResponseMessage> GetAsync(HttpClient client, string path, string? accept = "text/csv")
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Accept.Clear();
        if (accept is not null) request.Headers.TryAddWithoutValidation("Accept", accept);
        return await client.SendAsync(request);
    }

    private static async Task<string> TextAsync(HttpResponseMessage response)
    {
        var bytes = await response.Content.ReadAsByteArrayAsync();
        Assert.True(response.IsSuccessStatusCode, System.Text.Encoding.UTF8.GetString(bytes));
        return System.Text.Encoding.UTF8.GetString(bytes);
    }

    private async Task<long> HireAsync(string name, string department, string position = "Clerk") =>
        (long)(await erp.Hr.PostAsync("/employees", new
        {
            name, email = EmployeeFixture.Unique("csv").Replace(' ', '.') + "@example.com", department, position,
            role = "STAFF",
        }).CreatedAsync())["id"]!;

    [Fact]
    public async Task A_list_is_a_file_with_a_line_of_names_and_the_values_of_its_JSON()
    {
        var of = EmployeeFixture.Unique("Csv");
        var id = await HireAsync("김 \"Kim\", 민지", of);
        var json = await erp.Hr.GetAsync($"/employees/{id}").OkAsync();
        using var response = await GetAsync(erp.Hr, $"/employees?department={of}");
        Assert.Equal(
            Head + $"{id},\"김 \"\"Kim\"\", 민지\",{json["email"]},{of},Clerk,STAFF,true,1,{json["createdAt"]}\r\n",
            await TextAsync(response));
        Assert.Equal("text/csv; charset=utf-8; header=present", response.Content.Headers.ContentType!.ToString());
        Assert.Equal("attachment; filename=employees.csv", response.Content.Headers.ContentDisposition!.ToString());
        Assert.Contains("Accept", response.Headers.Vary);
    }

    [Fact]
    public async Task A_list_of_nobody_has_its_line_of_names() =>
        Assert.Equal(Head, await TextAsync(await GetAsync(erp.Hr, "/employees?department=Nobody")));

    [Theory]
    [InlineData("=HYPERLINK(\"http://x\")")]
    [InlineData("+1")]
    [InlineData("-1")]
    [InlineData("@SUM(A1)")]
    public async Task Text_that_a_spreadsheet_would_run_is_made_harmless(string name)
    {
        var of = EmployeeFixture.Unique("Csv");
        await HireAsync(name, of, name);
        var text = await TextAsync(await GetAsync(erp.Hr, $"/employees?department={of}"));
        var field = $"\"'{name.Replace("\"", "\"\"")}\"";
        Assert.Contains($",{field},", text, StringComparison.Ordinal);
        Assert.Contains($",{of},{field},", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_rows_come_whatever_a_page_would_have()
    {
        var of = EmployeeFixture.Unique("Csv").Replace(' ', '-');
        await using (var sql = new MySqlConnection(erp.Server.ConnectionString))
            await sql.ExecuteAsync($"""
                INSERT INTO employees (name, email, department, position, role, created_at)
                  SELECT CONCAT('Row ', seq), CONCAT(seq, '@{of}.example'), '{of}', 'x', 'STAFF', NOW()
                  FROM seq_1_to_401
                """);
        var text = await TextAsync(await GetAsync(erp.Hr, $"/employees?department={of}&limit=2&after=AAAAAAAAB9A"));
        Assert.Equal(
            Enumerable.Range(1, 401).Select(n => $"Row {n}"),
            text.Split("\r\n")[1..^1].Select(line => line.Split(',')[1]));
    }

    [Fact]
    public async Task Objects_inside_have_columns_of_their_own()
    {
        var person = await erp.HireAsync();
        var quest = (long)(await erp.Hr.PostAsync("/quests", new
        {
            title = "Csv", description = "Two\nlines", rewardDays = 1.5, department = person.Department,
        }).CreatedAsync())["id"]!;
        await person.Client.PostAsync($"/quests/{quest}/accept", new { employeeId = person.Id }).OkAsync();
        var text = await TextAsync(await GetAsync(person.Client, $"/quests/my-quests?employeeId={person.Id}"));
        Assert.StartsWith("\uFEFFquest.id,quest.title,quest.description,quest.rewardDays,", text);
        Assert.Contains($"\n{quest},Csv,\"Two\nlines\",1.5,", text, StringComparison.Ordinal);
        Assert.Contains("progress.status", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rights_and_refusals_are_those_of_the_list()
    {
        var (person, other) = (await erp.HireAsync(), await erp.HireAsync());
        var lines = await TextAsync(await GetAsync(other.Client, $"/employees?department={person.Department}"));
        Assert.DoesNotContain("@example.com", lines, StringComparison.Ordinal);
        foreach (var (client, path, status) in new[]
        {
            (other.Client, $"/leaves/{person.Id}", 403), (erp.Anonymous, "/employees", 401),
            (erp.Hr, "/employees?limit=0", 400), (erp.Hr, "/quests/99999999/progress", 404),
        })
        {
            using var refused = await GetAsync(client, path);
            await BadInput.AssertProblemAsync(refused, path);
            Assert.Equal(status, (int)refused.StatusCode);
        }
    }

    [Theory]
    [InlineData(null, "application/json")]
    [InlineData("", "application/json")]
    [InlineData("*/*", "application/json")]
    [InlineData("text/html, */*;q=0.8", "application/json")]
    [InlineData("text/csv, application/json", "application/json")]
    [InlineData("text/csv, application/json;q=0.9", "text/csv")]
    [InlineData("text/csv;q=0.5, */*;q=0.1", "text/csv")]
    [InlineData("text/csv;q=0, */*", "application/json")]
    [InlineData("TEXT/CSV; charset=utf-8", "text/csv")]
    [InlineData("text/*", "text/csv")]
    [InlineData("application/json;q=0, */*", "text/csv")]
    [InlineData("text/html", null)]
    [InlineData("text/csv;q=0", null)]
    [InlineData("application/json;q=0.000, text/csv;q=0.0", null)]
    public async Task The_type_that_is_wanted_most_is_answered(string? accept, string? type)
    {
        using var response = await GetAsync(erp.Hr, "/employees?limit=1", accept);
        if (type is null)
        {
            Assert.Equal("not_acceptable", await BadInput.AssertProblemAsync(response));
            Assert.Equal(HttpStatusCode.NotAcceptable, response.StatusCode);
            return;
        }
        Assert.Equal(type, response.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task What_is_no_list_is_JSON_whatever_is_accepted()
    {
        using var response = await GetAsync((await erp.HireAsync()).Client, "/employees/me");
        Assert.Equal(new MediaTypeHeaderValue("application/json", "utf-8"), response.Content.Headers.ContentType);
    }
}
