using System.Text.Json.Nodes;

namespace Erp.Employee.Tests.Support;

/// <summary>A request to an endpoint with a body: who sends it, where to, and a body that is accepted there.</summary>
public sealed record WriteRequest(HttpClient Client, HttpMethod Method, string Path, string Valid);

/// <summary>Every endpoint that takes a body, with a valid one that has every field.</summary>
public sealed record WriteEndpoint(
    string Name, Func<EmployeeFixture, Task<WriteRequest>> PrepareAsync, string[] Optional, string[] Free)
{
    private const string Example = """{"managerId":1,"employeeId":1,"reason":"Because"}""";

    private static int _holidays;

    /// <summary>Bodies with the fields of the endpoint; ids are filled in by <see cref="PrepareAsync"/>.</summary>
    public string Shape { get; init; } = Example;

    /// <summary>Sending nothing is as good as sending a body.</summary>
    public bool BodyIsOptional { get; init; }

    public static IReadOnlyList<WriteEndpoint> All { get; } =
    [
        new(
            "POST /employees",
            erp => Task.FromResult(new WriteRequest(erp.Hr, HttpMethod.Post, "/employees", Employee())), [],
            []) { Shape = Employee() },
        new(
            "PUT /employees/{id}",
            async erp => new(erp.Hr, HttpMethod.Put, $"/employees/{(await erp.HireAsync()).Id}", Employee()),
            [],
            [])
        {
            Shape = Employee(),
        },
        new(
            "PUT /employees/{id}/leave-balance",
            async erp =>
                new(erp.Hr, HttpMethod.Put, $"/employees/{(await erp.HireAsync()).Id}/leave-balance", Adjustment),
            [],
            ["adjustment"])
        {
            Shape = Adjustment,
        },
        new(
            "POST /employees/{id}/deduct-leave",
            async erp =>
            {
                var id = (await erp.HireAsync()).Id;
                return new(
                    erp.Service,
                    HttpMethod.Post,
                    $"/employees/{id}/deduct-leave",
                    With(Deduction, "approvalId", 8_000_000 + id));
            },
            ["part", "reason"],
            [])
        {
            Shape = Deduction,
        },
        new(
            "PUT /employees/{id}/mail-preferences",
            async erp =>
                new(erp.Hr, HttpMethod.Put, $"/employees/{(await erp.HireAsync()).Id}/mail-preferences", Mail),
            [],
            []) { Shape = Mail },
        new(
            "PUT /employees/{id}/approver-lines/{name}",
            async erp =>
            {
                var (person, other) = (await erp.HireAsync(), await erp.HireAsync());
                return new(
                    person.Client, HttpMethod.Put, $"/employees/{person.Id}/approver-lines/Travel",
                    With(Line, "approverIds", new JsonArray(other.Id)));
            },
            [],
            [])
        {
            Shape = Line,
        },
        new(
            "PUT /employees/{id}/deputy",
            async erp =>
            {
                var (id, deputy) = ((await erp.HireAsync()).Id, (await erp.HireAsync()).Id);
                return new(erp.Hr, HttpMethod.Put, $"/employees/{id}/deputy", With(Deputy, "deputyId", deputy));
            },
            [],
            [])
        {
            Shape = Deputy,
        },
        new(
            "POST /attendance/import",
            async erp =>
                new(
                    erp.Hr,
                    HttpMethod.Post,
                    "/attendance/import",
                    With(Import, "employeeId", (await erp.HireAsync()).Id)),
            ["days.checkOutAt"],
            [])
        {
            Shape = Import,
        },
        new(
            "POST /leaves",
            async erp => new(erp.Hr, HttpMethod.Post, "/leaves", With(Leave, "employeeId", (await erp.HireAsync()).Id)),
            ["days", "part"],
            [])
        {
            Shape = Leave,
        },
        new(
            "POST /holidays",
            erp => Task.FromResult(new WriteRequest(erp.Hr, HttpMethod.Post, "/holidays", Holiday())), [],
            []) { Shape = Holiday() },
        new("PUT /leaves/{id}/approve", erp => DecideLeaveAsync(erp, "approve"), ["reason"], [])
        {
            Shape = Reason,
            BodyIsOptional = true,
        },
        new("PUT /leaves/{id}/reject", erp => DecideLeaveAsync(erp, "reject"), ["reason"], [])
        {
            Shape = Reason,
            BodyIsOptional = true,
        },
        new(
            "POST /quests",
            async erp =>
                new(erp.Hr, HttpMethod.Post, "/quests", With(Quest, "department", (await erp.HireAsync()).Department)),
            [],
            []) { Shape = Quest },
        new("POST /quests/{id}/accept", erp => QuestAsync(erp, "accept"), [], []) { Shape = Action },
        new("POST /quests/{id}/complete", erp => QuestAsync(erp, "complete", "accept"), [], []) { Shape = Action },
        new(
            "POST /quests/{id}/claim", erp => QuestAsync(erp, "claim", "accept", "complete", "approve"), [],
            []) { Shape = Action },
        new("PUT /quests/{id}/approve", erp => QuestAsync(erp, "approve", "accept", "complete"), ["reason"], []),
        new("PUT /quests/{id}/reject", erp => QuestAsync(erp, "reject", "accept", "complete"), [], []),
        new("POST /dead-letters/{of}/replay", erp => DeadLettersAsync(erp, "replay"), ["until", "count"], [])
        {
            Shape = Bounds,
        },
        new("POST /dead-letters/{of}/drop", erp => DeadLettersAsync(erp, "drop"), ["until", "count"], [])
        {
            Shape = Bounds,
        },
    ];

    /// <summary>Bad bodies for it, in a stable order.</summary>
    public IReadOnlyList<BadBody> BadBodies() =>
        [
            .. BadInput.For(Shape, Optional, Free)
            .Where(b => !BodyIsOptional || b.Name is not ("empty body" or "JSON null")),
        ];

    private const string Adjustment = """{"adjustment":1.5,"reason":"Moving house"}""";
    private const string Mail = """{"types":["APPROVAL_REQUESTED","ANNOUNCEMENT"]}""";
    private const string Line = """{"approverIds":[1]}""";
    private const string Deputy = """{"deputyId":1,"from":"2090-01-01","until":"2090-01-31"}""";
    private const string Deduction = """
        {"days":3,"approvalId":1,"startDate":"2026-06-01","endDate":"2026-06-03","part":"FULL","reason":"Holiday"}
        """;
    private const string Import =
        """{"employeeId":1,"days":[{"checkInAt":"2026-01-05T00:00:00Z","checkOutAt":"2026-01-05T08:00:00Z"}]}""";
    private const string Leave = """
        {"employeeId":1,"startDate":"2026-06-01","endDate":"2026-06-03","days":3,"part":"FULL","reason":"Holiday"}
        """;
    private const string Reason = """{"reason":"Because"}""";
    private const string Quest =
        """{"title":"Tidy up","description":"All of it.","rewardDays":1.5,"department":"Sales"}""";
    private const string Bounds = """{"until":"2000-01-01T00:00:00Z","count":1}""";
    private const string Action = """{"employeeId":1}""";

    private static string Employee() => $$"""
        {"name":"Kim","email":"{{EmployeeFixture.Unique("write").Replace(' ', '.')}}@example.com",
         "department":"Sales","position":"Clerk","role":"STAFF"}
        """;

    // Far from the days of other tests' leaves.
    private static string Holiday() => With(
        """{"date":"","name":"Day"}""", "date",
        new DateOnly(2060, 1, 1).AddDays(Interlocked.Increment(ref _holidays)).ToString("O"));

    private static Task<WriteRequest> DeadLettersAsync(EmployeeFixture erp, string how) => Task.FromResult(
        new WriteRequest(erp.Service, HttpMethod.Post, $"/dead-letters/notifications/{how}", Bounds));

    private static async Task<WriteRequest> DecideLeaveAsync(EmployeeFixture erp, string move)
    {
        var person = await erp.HireAsync();
        var leave =
            await erp.Hr.PostAsync("/leaves", JsonNode.Parse(With(Leave, "employeeId", person.Id))).CreatedAsync();
        return new(erp.Hr, HttpMethod.Put, $"/leaves/{leave["id"]}/{move}", Reason);
    }

    private static async Task<WriteRequest> QuestAsync(EmployeeFixture erp, string move, params string[] before)
    {
        var manager = await erp.HireAsync(role: "MANAGER");
        var member = await erp.HireAsync(manager.Department);
        var quest = (long)(
            await manager.Client.PostAsync(
                "/quests", JsonNode.Parse(With(Quest, "department", manager.Department))).CreatedAsync())["id"]!;
        WriteRequest Request(string name) => name is "approve" or "reject"
            ? new(
                manager.Client, HttpMethod.Put, $"/quests/{quest}/{name}",
                With(With(Example, "managerId", manager.Id), "employeeId", member.Id))
            : new(member.Client, HttpMethod.Post, $"/quests/{quest}/{name}", With(Action, "employeeId", member.Id));
        foreach (var name in before) await Request(name).SendAsync().OkAsync();
        return Request(move);
    }

    private static string With(string json, string field, JsonNode value)
    {
        var body = JsonNode.Parse(json)!.AsObject();
        body[field] = value;
        return body.ToJsonString();
    }

    public override string ToString() => Name;
}

internal static class WriteRequests
{
    public static async Task<HttpResponseMessage> SendAsync(this WriteRequest write)
    {
        using var request = new HttpRequestMessage(write.Method, write.Path)
        {
            Content = new StringContent(write.Valid, null, "application/json"),
        };
        return await write.Client.SendAsync(request);
    }
}
