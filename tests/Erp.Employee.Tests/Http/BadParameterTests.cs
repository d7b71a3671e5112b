using Erp.Employee.Tests.Support;

namespace Erp.Employee.Tests.Http;

/// <summary>Bad values in paths, queries and headers.</summary>
[Collection(EmployeeTests.Name)]
public sealed class BadParameterTests(EmployeeFixture erp)
{
    private static readonly string[] Lists =
    [
        "/employees", "/employees/team?department=Sales", "/employees/team/today?department=Sales",
        "/attendance/history/1", "/leaves", "/leaves/1", "/employees/1/leave-ledger", "/quests",
        "/quests/available?employeeId=1",
        "/quests/my-quests?employeeId=1", "/quests/my-created?managerId=1", "/quests/1/progress",
    ];

    private static readonly Dictionary<string, WriteRequest> Writes = [];

    private static readonly string[] BadPages =
    [
        "limit=0", "limit=-1", "limit=201", "limit=abc", "limit=1.5", "limit=NaN", "limit=", "limit=1e2",
        "limit=99999999999999999999", "limit=1&limit=2",
        "after=", "after=abc", "after=%00", "after=!!!!!!!!!!!", "after=AAAAAAAAAAAA", "after=' OR 1=1", "after=1",
        "after=-1",
    ];

    public static TheoryData<string, string> Pages()
    {
        var cases = new TheoryData<string, string>();
        foreach (var list in Lists)
            foreach (var page in BadPages)
                cases.Add(list, page);
        return cases;
    }

    [Theory, MemberData(nameof(Pages))]
    public async Task A_bad_page_is_400(string list, string page)
    {
        using var response = await erp.Hr.GetAsync(list + (list.Contains('?') ? "&" : "?") + page);
        Assert.Contains(
            await BadInput.AssertProblemAsync(response), new[] { "invalid_limit", "invalid_cursor", "invalid_text" });
        Assert.Equal(400, (int)response.StatusCode);
    }

    [Fact]
    public async Task An_over_long_cursor_is_refused() =>
        await BadInput.AssertProblemAsync(await erp.Hr.GetAsync("/employees?after=" + new string('A', 5000)));

    [Fact]
    public async Task A_cursor_that_is_no_day_is_400() =>
        await erp.Hr.GetAsync("/attendance/history/1?after=f_________8").RefusedAsync(400, "invalid_cursor");

    public static TheoryData<string, string> Ids()
    {
        string[] paths =
        [
            "GET /employees/{0}", "PUT /employees/{0}", "DELETE /employees/{0}", "GET /employees/{0}/leave-balance",
            "PUT /employees/{0}/leave-balance",
            "GET /employees/{0}/mail-preferences", "PUT /employees/{0}/mail-preferences",
            "GET /employees/{0}/deputy", "PUT /employees/{0}/deputy", "DELETE /employees/{0}/deputy",
            "PUT /employees/{0}/approver-lines/Travel",
            "POST /employees/{0}/deduct-leave", "POST /attendance/check-in/{0}", "POST /attendance/check-out/{0}",
            "GET /attendance/history/{0}/2026-01-01",
            "GET /attendance/progress/{0}", "GET /leaves/{0}/1", "GET /leaves/1/{0}", "GET /leaves/balance/{0}",
            "DELETE /holidays/{0}", "POST /leaves/{0}/cancel", "GET /employees/{0}/leave-ledger",
            "PUT /leaves/{0}/approve", "PUT /leaves/{0}/reject",
            "GET /quests/{0}", "DELETE /quests/{0}", "GET /quests/{0}/progress", "POST /quests/{0}/accept",
            "POST /quests/{0}/complete", "POST /quests/{0}/claim",
            "PUT /quests/{0}/approve", "PUT /quests/{0}/reject", "GET /quests/available?employeeId={0}",
            "GET /attendance/history/1/{0}",
        ];
        var cases = new TheoryData<string, string>();
        foreach (var path in paths)
        foreach (var id in new[]
            {
                "abc",
                "-1",
                "0",
                "1.5",
                "NaN",
                "99999999999999999999",
                "1'--",
                "9223372036854775807",
                "%EF%BF%BD",
            })
            cases.Add(path, id);
        return cases;
    }

    [Theory, MemberData(nameof(Ids))]
    public async Task A_bad_id_is_4xx_and_changes_nothing(string path, string id)
    {
        var (client, body) = await GoodAsync(path.Replace("{0}", "{id}", StringComparison.Ordinal));
        var before = await erp.ChecksumAsync();
        using var request =
            new HttpRequestMessage(new HttpMethod(path.Split(' ')[0]), string.Format(null, path.Split(' ')[1], id));
        if (body is not null) request.Content = new StringContent(body, null, "application/json");
        using var response = await client.SendAsync(request);
        await BadInput.AssertProblemAsync(response);
        // Nothing but the id is wrong; nobody can be an employee 0 or -1 and do it for oneself.
        Assert.True(
            (int)response.StatusCode is 400 or 404
                || IsForOneself(path) && id is "0" or "-1",
            await response.Content.ReadAsStringAsync());
        Assert.Equal(before, await erp.ChecksumAsync());
    }

    private static bool IsForOneself(string path) =>
        path.Contains("/check-", StringComparison.Ordinal)
        || path.Contains("/approver-lines", StringComparison.Ordinal);

    // A caller who may, and a body that is good.
    private async Task<(HttpClient Client, string? Body)> GoodAsync(string endpoint)
    {
        if (endpoint.Contains("/check-", StringComparison.Ordinal)) return (erp.As(long.MaxValue), null);
        if (endpoint.Contains("/approver-lines", StringComparison.Ordinal))
            return (erp.As(long.MaxValue), """{"approverIds":[1]}""");
        if (WriteEndpoint.All.SingleOrDefault(e => e.Name == endpoint) is not { } write) return (erp.Hr, null);
        if (!Writes.TryGetValue(endpoint, out var good)) Writes[endpoint] = good = await write.PrepareAsync(erp);
        return (good.Client, good.Valid);
    }

    [Theory]
    [InlineData("name=", "validation_failed")]
    [InlineData("name=%20", "validation_failed")]
    [InlineData("name=a%00", "invalid_text")]
    [InlineData("name=a%0Ab", "validation_failed")]
    [InlineData("role=", "invalid_parameter")]
    [InlineData("role=staff", "invalid_parameter")]
    [InlineData("role=1", "invalid_parameter")]
    [InlineData("role=STAFF&role=HR", "invalid_parameter")]
    public async Task A_bad_filter_is_400(string filter, string code) =>
        await erp.Hr.GetAsync("/employees?" + filter).RefusedAsync(400, code);

    [Theory]
    [InlineData("GET", "/quests/available")]
    [InlineData("GET", "/quests/my-quests")]
    [InlineData("GET", "/quests/my-created")]
    public async Task A_missing_parameter_is_400(string method, string path) =>
        await erp.Hr.SendAsync(new(new(method), path)).RefusedAsync(400, "missing_parameter");

    [Theory]
    [InlineData("PATCH", "/employees/1", 405)]
    [InlineData("DELETE", "/leaves/1", 405)]
    [InlineData("GET", "/no/such/thing", 404)]
    public async Task What_there_is_not_is_a_problem_document_too(string method, string path, int status)
    {
        using var response = await erp.Hr.SendAsync(new(new(method), path));
        await BadInput.AssertProblemAsync(response);
        Assert.Equal(status, (int)response.StatusCode);
    }
}
