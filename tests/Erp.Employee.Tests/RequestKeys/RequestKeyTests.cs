using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Erp.Employee.Tests.Support;

namespace Erp.Employee.Tests.RequestKeys;

/// <summary>Idempotency-Key of all that is created by POST.</summary>
[Collection(EmployeeTests.Name)]
public sealed class RequestKeyTests(EmployeeFixture erp)
{
    private sealed record Post(HttpClient Client, string Path, JsonObject Body, string Changes)
    {
        public async Task<HttpResponseMessage> SendAsync(string? key, HttpClient? by = null, bool changed = false)
        {
            var body = (JsonObject)Body.DeepClone();
            if (changed) body[Changes] = "Something else";
            using var request = new HttpRequestMessage(HttpMethod.Post, Path) { Content = JsonContent.Create(body) };
            if (key is not null) request.Headers.Add("Idempotency-Key", key);
            return await (by ?? Client).SendAsync(request);
        }
    }

    private async Task<Post> PrepareAsync(string path)
    {
        var person = await erp.HireAsync();
        return path switch
        {
            "/employees" => new(erp.Hr, path, new()
            {
                ["name"] = "Kim", ["email"] = $"{EmployeeFixture.Unique("key").Replace(' ', '.')}@example.com",
                ["department"] = person.Department, ["position"] = "Clerk", ["role"] = "STAFF",
            }, "position"),
            "/leaves" => new(person.Client, path, new()
            {
                ["employeeId"] = person.Id, ["startDate"] = "2026-06-01", ["endDate"] = "2026-06-02",
                ["reason"] = "Family",
            }, "reason"),
            _ => new(erp.Hr, path, new()
            {
                ["title"] = "Tidy up", ["description"] = "All of it.", ["rewardDays"] = 1.5,
                ["department"] = person.Department,
            }, "title"),
        };
    }

    public static TheoryData<string> Paths => ["/employees", "/leaves", "/quests"];

    [Theory, MemberData(nameof(Paths))]
    public async Task The_same_request_again_answers_the_first_result(string path)
    {
        var post = await PrepareAsync(path);
        var key = Guid.NewGuid().ToString();
        using var first = await post.SendAsync(key);
        using var second = await post.SendAsync(key);
        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.Created), (first.StatusCode, second.StatusCode));
        Assert.Equal(first.Headers.Location, second.Headers.Location);
        Assert.Equal(await first.Content.ReadAsStringAsync(), await second.Content.ReadAsStringAsync());
    }

    [Theory, MemberData(nameof(Paths))]
    public async Task Twenty_at_once_create_one(string path)
    {
        var post = await PrepareAsync(path);
        var key = Guid.NewGuid().ToString();
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => post.SendAsync(key))));
        Assert.All(answers, a => Assert.Equal(HttpStatusCode.Created, a.StatusCode));
        Assert.Single(answers.Select(a => a.Headers.Location).Distinct());
        foreach (var answer in answers) answer.Dispose();
    }

    [Theory, MemberData(nameof(Paths))]
    public async Task Another_body_with_the_same_key_is_422_and_creates_nothing(string path)
    {
        var post = await PrepareAsync(path);
        var key = Guid.NewGuid().ToString();
        await post.SendAsync(key).CreatedAsync();
        var before = await erp.ChecksumAsync();
        await post.SendAsync(key, changed: true).RefusedAsync(422, "idempotency_key_reused");
        Assert.Equal(before, await erp.ChecksumAsync());
    }

    [Fact]
    public async Task A_key_is_its_callers_own_and_of_one_endpoint()
    {
        var (quest, other) = (await PrepareAsync("/quests"), await PrepareAsync("/employees"));
        var key = Guid.NewGuid().ToString();
        var first = await quest.SendAsync(key).CreatedAsync();
        await other.SendAsync(key).RefusedAsync(422, "idempotency_key_reused");
        var second = await quest.SendAsync(key, erp.As(900_002, "HR")).CreatedAsync();
        Assert.NotEqual((long)first["id"]!, (long)second["id"]!);
    }

    [Fact]
    public async Task What_was_refused_gives_the_key_back()
    {
        var leave = await PrepareAsync("/leaves");
        await leave.SendAsync("first").CreatedAsync();
        await leave.SendAsync("second").RefusedAsync(409, "leave_overlaps");
        leave.Body["startDate"] = "2026-06-03";
        leave.Body["endDate"] = "2026-06-03";
        await leave.SendAsync("second").CreatedAsync();
    }

    [Theory, MemberData(nameof(Paths))]
    public async Task A_key_that_is_too_long_is_400(string path)
    {
        var post = await PrepareAsync(path);
        await post.SendAsync(new string('k', 65)).RefusedAsync(400, "validation_failed");
    }

    [Fact]
    public async Task Without_a_key_each_request_creates_something()
    {
        var quest = await PrepareAsync("/quests");
        var (first, second) = (await quest.SendAsync(null).CreatedAsync(), await quest.SendAsync(null).CreatedAsync());
        Assert.NotEqual((long)first["id"]!, (long)second["id"]!);
    }
}
