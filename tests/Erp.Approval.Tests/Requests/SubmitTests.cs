using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Erp.Approval.Tests.Support;

namespace Erp.Approval.Tests.Requests;

/// <summary>Asking for approval.</summary>
[Collection(nameof(SharedSystem))]
public sealed class SubmitTests(ApprovalSystem system)
{
    [Fact]
    public async Task A_new_request_is_201_with_its_address()
    {
        var (requester, approver) = (FakeEmployees.NewPerson(), FakeEmployees.NewPerson());
        using var client = system.Requests(requester);

        using var answer = await client.PostAsJsonAsync("/approvals", ApprovalSystem.Body(requester, [approver]));

        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        var body = (await answer.Content.ReadFromJsonAsync<JsonNode>())!;
        Assert.Equal($"/approvals/{body["requestId"]}", answer.Headers.Location!.ToString());
        Assert.Equal(
            ("in_progress", "EXPENSE", "pending"),
            ((string)body["status"]!, (string)body["type"]!, (string)body["steps"]![0]!["status"]!));
        Assert.EndsWith("Z", (string)body["createdAt"]!, StringComparison.Ordinal);
        Assert.Equal(
            body.ToJsonString(), await client.GetStringAsync(answer.Headers.Location),
            ignoreWhiteSpaceDifferences: true);
    }

    [Fact]
    public async Task Steps_are_stored_sorted()
    {
        var requester = FakeEmployees.NewPerson();
        var body = ApprovalSystem.Body(requester, []);
        body["steps"] = new JsonArray(
            new JsonObject { ["step"] = 2, ["approverId"] = 12 }, new JsonObject { ["step"] = 1, ["approverId"] = 11 });

        var created = await CreateAsync(requester, body);

        Assert.Equal([11, 12], created["steps"]!.AsArray().Select(s => (long)s!["approverId"]!));
    }

    [Theory]
    [InlineData("no steps", "steps")]
    [InlineData("21 steps", "steps, steps[20].step")]
    [InlineData("a gap", "steps")]
    [InlineData("a number twice", "steps")]
    [InlineData("from zero", "steps[0].step")]
    [InlineData("null step", "steps")]
    [InlineData("approver twice", "steps")]
    [InlineData("approver zero", "steps[0].approverId")]
    [InlineData("self", "steps")]
    public async Task Bad_steps_are_400(string what, string fields)
    {
        var requester = FakeEmployees.NewPerson();
        (int Step, long Approver)[] steps = what switch
        {
            "21 steps" => [.. Enumerable.Range(1, 21).Select(i => (i, 20L + i))],
            "a gap" => [(1, 21), (3, 22)],
            "a number twice" => [(1, 21), (1, 22)],
            "from zero" => [(0, 21), (1, 22)],
            "approver twice" => [(1, 21), (2, 21)],
            "approver zero" => [(1, 0)],
            "self" => [(1, 21), (2, requester)],
            _ => [],
        };
        var body = ApprovalSystem.Body(requester, []);
        body["steps"] = what == "null step" ? new JsonArray((JsonNode?)null)
            : new JsonArray([.. steps.Select(s => new JsonObject { ["step"] = s.Step, ["approverId"] = s.Approver })]);

        Assert.Equal(fields, string.Join(", ", await BrokenAsync(requester, body)));
    }

    [Theory]
    [InlineData("title", "\"\"", "validation_failed")]
    [InlineData("title", "\"   \"", "validation_failed")]
    [InlineData("type", "\"HOLIDAY\"", "wrong_type")]
    [InlineData("type", "0", "wrong_type")]
    [InlineData("leaveDays", "1", "validation_failed")]
    public async Task Bad_fields_are_400(string field, string json, string code)
    {
        var requester = FakeEmployees.NewPerson();
        var body = ApprovalSystem.Body(requester, [2]);
        body[field] = JsonNode.Parse(json);

        Assert.Equal(code, await RefusedAsync(requester, body, HttpStatusCode.BadRequest));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("0")]
    [InlineData("0.25")]
    [InlineData("-1")]
    [InlineData("365.5")]
    public async Task Annual_leave_needs_halves_of_days(string? days)
    {
        var requester = FakeEmployees.NewPerson();
        var body = ApprovalSystem.Body(requester, [2], "ANNUAL_LEAVE");
        if (days is not null) body["leaveDays"] = JsonNode.Parse(days);

        Assert.Equal(["leaveDays"], await BrokenAsync(requester, body));
    }

    [Fact]
    public async Task Everything_that_is_wrong_is_said_at_once()
    {
        var requester = FakeEmployees.NewPerson();
        var body = ApprovalSystem.Body(requester, [2, -3]);
        body["title"] = " ";
        body["content"] = new string('x', 10_001);
        body["leaveDays"] = 0.3;

        Assert.Equal(["content", "leaveDays", "steps[1].approverId", "title"], await BrokenAsync(requester, body));
    }

    [Theory]
    [InlineData(200, 10_000, true)]
    [InlineData(201, 10_000, false)]
    [InlineData(200, 10_001, false)]
    public async Task Texts_have_their_limits(int title, int content, bool accepted)
    {
        var requester = FakeEmployees.NewPerson();
        var body = ApprovalSystem.Body(requester, [2]);
        body["title"] = new string('한', title);
        body["content"] = new string('한', content);

        if (accepted) await CreateAsync(requester, body);
        else await RefusedAsync(requester, body, HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Unknown_people_are_422_and_named()
    {
        var requester = FakeEmployees.NewPerson();
        using var client = system.Requests(requester);

        using var answer = await client.PostAsJsonAsync("/approvals",
            ApprovalSystem.Body(requester, [2, FakeEmployees.Unknown + 1, FakeEmployees.Unknown + 2]));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        var problem = (await answer.Content.ReadFromJsonAsync<JsonNode>())!;
        Assert.Equal("unknown_employees", (string)problem["code"]!);
        Assert.Equal([900_001, 900_002], problem["employeeIds"]!.AsArray().Select(i => (long)i!));
    }

    [Fact]
    public async Task Inactive_people_are_422() =>
        Assert.Equal(
            "inactive_employees",
            await RefusedAsync(
                1, ApprovalSystem.Body(1, [FakeEmployees.Inactive + 1]), HttpStatusCode.UnprocessableEntity));

    [Fact]
    public async Task Twenty_approvers_are_looked_up_in_one_call()
    {
        var requester = FakeEmployees.NewPerson();
        long[] approvers = [.. Enumerable.Range(0, 20).Select(_ => FakeEmployees.NewPerson())];
        int Lookups() =>
            system.Employees.Calls.Count(c => c.Contains("/lookup", StringComparison.Ordinal) && c.Contains(
                $"{requester}", StringComparison.Ordinal));

        await CreateAsync(requester, ApprovalSystem.Body(requester, approvers));

        Assert.Equal(1, Lookups());
    }

    [Fact]
    public async Task Who_has_just_left_is_no_approver_any_more()
    {
        var (requester, approver) = (FakeEmployees.NewPerson(), FakeEmployees.NewPerson());
        await CreateAsync(requester, ApprovalSystem.Body(requester, [approver]));

        system.Employees.Leaves(approver);

        Assert.Equal(
            "inactive_employees",
            await RefusedAsync(
                requester, ApprovalSystem.Body(requester, [approver]), HttpStatusCode.UnprocessableEntity));
    }

    [Fact]
    public async Task The_same_key_with_the_same_body_answers_the_first_result_again()
    {
        var requester = FakeEmployees.NewPerson();
        var approver = FakeEmployees.NewPerson();
        var body = ApprovalSystem.Body(requester, [approver]);

        var first = await CreateAsync(requester, body, "key-1");
        await system.DecideWhenThereAsync(approver, (long)first["requestId"]!, "approved");
        await system.FinalAsync(requester, (long)first["requestId"]!, "approved");
        var again = await CreateAsync(requester, body, "key-1");

        Assert.Equal(first.ToJsonString(), again.ToJsonString());
    }

    [Fact]
    public async Task The_same_key_with_another_body_is_422()
    {
        var requester = FakeEmployees.NewPerson();
        await CreateAsync(requester, ApprovalSystem.Body(requester, [2]), "key-2");

        Assert.Equal("idempotency_key_reused",
            await RefusedAsync(
                requester, ApprovalSystem.Body(requester, [3]), HttpStatusCode.UnprocessableEntity, "key-2"));
    }

    [Fact]
    public async Task Many_parallel_calls_with_one_key_make_one_request()
    {
        var requester = FakeEmployees.NewPerson();

        var made = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => CreateAsync(
            requester, ApprovalSystem.Body(requester, [2]), "key-3")));

        Assert.Single(made.Select(m => (long)m["requestId"]!).Distinct());
        using var client = system.Requests(requester);
        var all = (await client.GetFromJsonAsync<JsonNode>($"/approvals?requesterId={requester}"))!;
        Assert.Single(all["items"]!.AsArray());
    }

    [Theory]
    [InlineData("with space")]
    [InlineData("too-long")]
    public async Task A_bad_key_is_400(string key)
    {
        if (key == "too-long") key = new string('k', 201);

        Assert.Equal(
            "validation_failed",
            await RefusedAsync(1, ApprovalSystem.Body(1, [2]), HttpStatusCode.BadRequest, key));
    }

    private async Task<JsonNode> CreateAsync(long requester, JsonNode body, string? key = null)
    {
        using var answer = await PostAsync(requester, body, key);
        Assert.True(answer.StatusCode == HttpStatusCode.Created, await answer.Content.ReadAsStringAsync());
        return (await answer.Content.ReadFromJsonAsync<JsonNode>())!;
    }

    private async Task<string> RefusedAsync(long requester, JsonNode body, HttpStatusCode status, string? key = null)
    {
        using var answer = await PostAsync(requester, body, key);
        Assert.Equal(status, answer.StatusCode);
        return await BadInput.AssertProblemAsync(answer);
    }

    /// <summary>The fields that a refusal names.</summary>
    private async Task<IEnumerable<string>> BrokenAsync(long requester, JsonNode body)
    {
        using var answer = await PostAsync(requester, body, null);
        Assert.Equal("validation_failed", await BadInput.AssertProblemAsync(answer));
        var errors = (await answer.Content.ReadFromJsonAsync<JsonNode>())!["errors"]!.AsObject();
        Assert.All(errors, e => Assert.NotEmpty(e.Value!.AsArray()));
        return errors.Select(e => e.Key);
    }

    private async Task<HttpResponseMessage> PostAsync(long requester, JsonNode body, string? key)
    {
        using var client = system.Requests(requester);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/approvals")
        {
            Content = JsonContent.Create(body),
        };
        if (key is not null) request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        return await client.SendAsync(request);
    }
}
