using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Dapper;
using Erp.Employee.Tests.Support;
using MySqlConnector;
using IcsCalendar = Ical.Net.Calendar;

namespace Erp.Employee.Tests.Calendar;

[Collection(EmployeeTests.Name)]
public sealed class CalendarTests(EmployeeFixture erp)
{
    private const string June = "from=2026-06-01&to=2026-06-30";

    private async Task<JsonObject> GrantedAsync(Person person, string start, string end, string part = "FULL")
    {
        var leave = await person.Client.PostAsync(
            "/leaves",
            new { employeeId = person.Id, startDate = start, endDate = end, part, reason = "Secret" }).CreatedAsync();
        return await erp.Hr.PutAsync($"/leaves/{leave["id"]}/approve").OkAsync();
    }

    private static async Task<string> TokenAsync(Person person) =>
        (string)(await person.Client.PostAsync("/calendar/token").CreatedAsync())["token"]!;

    private static Task<HttpResponseMessage> FileAsync(HttpClient client, string token) =>
        client.GetAsync($"/calendar.ics?token={token}");

    [Fact]
    public async Task Who_is_away_is_shown_with_names_and_dates_to_the_department_and_HR()
    {
        var person = await erp.HireAsync();
        var peer = await erp.HireAsync(person.Department);
        var granted = await GrantedAsync(person, "2026-06-01", "2026-06-03");
        await person.Client.PostAsync(
            "/leaves", new { employeeId = person.Id, startDate = "2026-06-08", endDate = "2026-06-08", reason = "x" })
            .CreatedAsync();
        await GrantedAsync(await erp.HireAsync(), "2026-06-01", "2026-06-01");
        foreach (var (client, query) in new[]
        {
            (peer.Client, June), (erp.Hr, $"{June}&department={person.Department}"),
            (peer.Client, "from=2026-06-03&to=2026-06-03"), (peer.Client, "from=2026-05-01&to=2026-06-01"),
        })
        {
            var calendar = await client.GetAsync("/calendar?" + query).OkAsync();
            Assert.DoesNotContain("Secret", calendar.ToJsonString(), StringComparison.Ordinal);
            var absence = Assert.Single(calendar["absences"]!.AsArray())!;
            Assert.Equal(
                (person.Id, "2026-06-01", "2026-06-03", "FULL"),
                (
                    (long)absence["employeeId"]!, (string)absence["startDate"]!, (string)absence["endDate"]!,
                    (string)absence["part"]!));
        }
        await person.Client.PostAsync($"/leaves/{granted["id"]}/cancel").OkAsync();
        Assert.Empty((await peer.Client.GetAsync("/calendar?" + June).OkAsync())["absences"]!.AsArray());
        await (await erp.HireAsync()).Client.GetAsync($"/calendar?{June}&department={person.Department}")
            .RefusedAsync(403, "forbidden");
    }

    [Theory]
    [InlineData("from=2026-06-02&to=2026-06-01", "validation_failed")]
    [InlineData("from=2026-06-01&to=2026-09-01", "validation_failed")] // 93 days
    [InlineData("from=1999-12-31&to=2000-01-01", "validation_failed")]
    [InlineData("from=2100-12-31&to=2101-01-01", "validation_failed")]
    [InlineData("from=2026-06-01", "missing_parameter")]
    [InlineData("to=2026-06-01", "missing_parameter")]
    [InlineData("from=June&to=2026-06-01", "invalid_parameter")]
    [InlineData("from=2026-06-01&to=2026-08-31", "department_missing")] // HR that is no employee
    [InlineData("from=2026-06-01&to=2026-06-01&department=", "validation_failed")]
    public Task A_bad_range_is_400(string query, string code) =>
        erp.Hr.GetAsync("/calendar?" + query).RefusedAsync(400, code);

    [Fact]
    public async Task Calendar_programs_read_it_with_a_token_of_their_own()
    {
        await erp.Hr.PostAsync("/holidays", new { date = "2026-09-24", name = "추석" });
        var person = await erp.HireAsync();
        await GrantedAsync(person, "2026-09-28", "2026-09-30");
        await GrantedAsync(person, "2026-10-12", "2026-10-12", "AFTERNOON");
        using var response = await FileAsync(erp.Anonymous, await TokenAsync(person));
        Assert.Equal("text/calendar", response.Content.Headers.ContentType!.MediaType);
        var file = IcsCalendar.Load(await response.Content.ReadAsStringAsync())!;
        // The end of a whole day is the day after it.
        var events = file.Events.Select(e => (e.Summary, e.Start!.Date, e.End!.Date, e.Start.HasTime)).ToList();
        Assert.Contains(("추석", new DateOnly(2026, 9, 24), new DateOnly(2026, 9, 25), false), events);
        Assert.Contains(
            events, e => e.Summary!.StartsWith("Employee", StringComparison.Ordinal)
                && (e.Item2, e.Item3) == (new DateOnly(2026, 9, 28), new DateOnly(2026, 10, 1)));
        Assert.Contains(events, e => e.Summary!.EndsWith("(afternoon)", StringComparison.Ordinal));
        await erp.Hr.DeleteAsync("/holidays/2026-09-24");
    }

    [Fact]
    public async Task A_token_is_worth_nothing_when_it_is_replaced_or_withdrawn_or_its_owner_has_left()
    {
        var person = await erp.HireAsync();
        var first = await TokenAsync(person);
        var second = await TokenAsync(person);
        Assert.NotEqual(first, second);
        await FileAsync(erp.Anonymous, first).RefusedAsync(401, "calendar_token_invalid");
        Assert.Equal(200, (int)(await FileAsync(erp.Anonymous, second)).StatusCode);
        Assert.Equal(204, (int)(await person.Client.DeleteAsync("/calendar/token")).StatusCode);
        Assert.Equal(204, (int)(await person.Client.DeleteAsync("/calendar/token")).StatusCode);
        await FileAsync(erp.Anonymous, second).RefusedAsync(401, "calendar_token_invalid");

        var third = await TokenAsync(person);
        Assert.Equal(200, (int)(await FileAsync(erp.Anonymous, third)).StatusCode);
        await using (var sql = new MySqlConnection(erp.Server.ConnectionString))
            Assert.Equal(SHA256.HashData(Encoding.UTF8.GetBytes(third)), await sql.QueryFirstAsync<byte[]>(
                "SELECT token_hash FROM calendar_tokens WHERE employee_id = @Id", person));
        await erp.Hr.DeleteAsync($"/employees/{person.Id}");
        await FileAsync(erp.Anonymous, third).RefusedAsync(401, "calendar_token_invalid");
    }

    [Theory]
    [InlineData("")]
    [InlineData("?token=")]
    [InlineData("?token=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("?token=' OR 1=1 --")]
    public Task Without_a_good_token_it_is_401(string query) =>
        erp.Hr.GetAsync("/calendar.ics" + query).RefusedAsync(401, "calendar_token_invalid");

    [Fact]
    public async Task Whoever_asks_too_often_without_a_bearer_token_is_told_to_wait()
    {
        await using var service =
            erp.Replica(settings: [("Limits:RequestsPerSecond", "1"), ("Limits:Burst", "2")]);
        var client = service.ClientFor(null);
        var statuses = await Calls.AtOnceAsync(20, _ => client.GetAsync("/calendar.ics?token=x"));
        Assert.Contains(429, statuses);
        Assert.All(statuses, s => Assert.Contains(s, new[] { 401, 429 }));
    }
}
