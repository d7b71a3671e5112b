using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Erp.Notification.Tests.Support;
using Erp.TestSupport;

namespace Erp.Notification.Tests;

[Collection(Shared.Name)]
public class HttpTests(TwoReplicas replicas)
{
    private const string One =
        """{"type":"ANNOUNCEMENT","message":"Hello","messageId":"an-id","approvalId":7,"status":"approved"}""";
    private const string List = """
        {"type":"ANNOUNCEMENT","message":"Hello","messageId":"an-id","approvalId":7,"status":"approved",
         "employeeIds":[424242,424243]}
        """;

    private static readonly string[] Optional = ["messageId", "approvalId", "status"];

    private static readonly BadBody[] BadForOne = [
        .. BadInput.For(One, Optional), .. Bad(One),
        new("employeeIds", One.Replace("\"type\"", "\"employeeIds\":[1],\"type\"", StringComparison.Ordinal)),
    ];

    private static readonly BadBody[] BadForList =
    [
        .. BadInput.For(List, Optional), .. Bad(List),
        new("nobody", Change(List, "employeeIds", "[]")),
        new("employee 0", Change(List, "employeeIds", "[0]")),
        new("employee -1", Change(List, "employeeIds", "[1,-1]")),
        new("the same employee twice", Change(List, "employeeIds", "[1,1]")),
        new("employee null", Change(List, "employeeIds", "[null]")),
        new("employee text", Change(List, "employeeIds", "[\"1\"]")),
        new("1,001 employees", Change(List, "employeeIds", $"[{string.Join(',', Enumerable.Range(1, 1001))}]")),
        new("everybody", Change(List, "employeeIds", "\"*\"")),
    ];

    public static TheoryData<int, string> CasesForOne => BadInput.Cases(BadForOne);

    public static TheoryData<int, string> CasesForList => BadInput.Cases(BadForList);

    [Theory, MemberData(nameof(CasesForOne))]
    public async Task A_bad_body_is_refused_and_changes_nothing(int index, string name)
    {
        Assert.Equal(name, BadForOne[index].Name);
        const long employee = 434343;
        using var client = replicas.First.ClientFor(Tokens.Service());
        await BadInput.AssertRefusedAsync(client, HttpMethod.Post, $"/notifications/send/{employee}", BadForOne[index]);
        Assert.Empty(await replicas.First.RecentAsync(employee));
    }

    [Theory, MemberData(nameof(CasesForList))]
    public async Task A_bad_body_for_a_list_is_refused_and_changes_nothing(int index, string name)
    {
        Assert.Equal(name, BadForList[index].Name);
        using var client = replicas.First.ClientFor(Tokens.User(5, "HR"));
        await BadInput.AssertRefusedAsync(client, HttpMethod.Post, "/notifications/send", BadForList[index]);
        Assert.Empty(await replicas.First.RecentAsync(424242));
    }

    [Theory]
    [InlineData("?limit=0", "invalid_limit")]
    [InlineData("?limit=201", "invalid_limit")]
    [InlineData("?limit=-1", "invalid_limit")]
    [InlineData("?limit=x", "invalid_limit")]
    [InlineData("?limit=1e2", "invalid_limit")]
    [InlineData("?after=x", "invalid_cursor")]
    [InlineData("?after=12345678901", "invalid_cursor")]
    public async Task A_bad_page_is_refused(string query, string code)
    {
        using var client = replicas.First.ClientFor(Tokens.User(1));
        var response = await client.GetAsync("/notifications/recent/1" + query);
        Assert.Equal(code, await BadInput.AssertProblemAsync(response));
    }

    [Theory]
    [InlineData("GET", "/notifications/recent/x")]
    [InlineData("GET", "/notifications/recent/1.5")]
    [InlineData("GET", "/notifications/recent/99999999999999999999")]
    [InlineData("GET", "/notifications/recent/1?after=%00")]
    [InlineData("GET", "/notifications/unread/x")]
    [InlineData("GET", "/notifications/unread/99999999999999999999")]
    [InlineData("PUT", "/notifications/read-all?until=x")]
    [InlineData("PUT", "/notifications/read-all?until=0")]
    [InlineData("PUT", "/notifications/read-all?until=-1")]
    [InlineData("PUT", "/notifications/read-all?until=1&until=2")]
    [InlineData("PUT", "/notifications/x/read")]
    [InlineData("PUT", "/notifications/1e3/read")]
    [InlineData("POST", "/notifications/send/x")]
    [InlineData("POST", "/notifications/send/0")]
    [InlineData("POST", "/notifications/send/-5")]
    [InlineData("DELETE", "/notifications/1/read")]
    [InlineData("GET", "/notifications")]
    public async Task A_bad_address_is_refused(string method, string path)
    {
        using var client = replicas.First.ClientFor(method == "POST" ? Tokens.Service() : Tokens.User(1));
        using var request = new HttpRequestMessage(new(method), path);
        if (method == "POST") request.Content = new StringContent(One, System.Text.Encoding.UTF8, "application/json");
        await BadInput.AssertProblemAsync(await client.SendAsync(request));
    }

    [Fact]
    public async Task A_thousand_random_bodies_and_no_fault_of_ours()
    {
        using var service = replicas.First.ClientFor(Tokens.Service());
        await RandomBodies.AssertNoServerErrorAsync(service, HttpMethod.Post, "/notifications/send/444444", One, 700);
        // Not those of whom other tests say that they are told nothing.
        var others = Change(List, "employeeIds", "[454545,454546]");
        using var hr = replicas.Second.ClientFor(Tokens.User(5, "HR"));
        await RandomBodies.AssertNoServerErrorAsync(hr, HttpMethod.Post, "/notifications/send", others, 700, seed: 2);
    }

    [Theory]
    [InlineData("'; FLUSHALL; --")]
    [InlineData("\r\n*1\r\n$8\r\nFLUSHALL\r\n")]
    [InlineData("\",\"id\":1,\"x\":\"")]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("line\nbreak\ttab")]
    [InlineData("한국어 😀 \u202E")]
    [InlineData("\\u0000 as text")]
    public async Task Text_of_any_kind_arrives_as_it_was_sent(string text)
    {
        var employee = Backing.NewEmployee();
        await using var socket = await replicas.Second.OpenAsync(employee);
        await replicas.First.SendAsync(employee, text);
        await socket.AssertNextIsAsync(text);
        Assert.Equal([text], (await replicas.First.RecentAsync(employee)).Texts());
    }

    [Theory]
    [InlineData("APPROVAL_STUCK")]
    [InlineData("APPROVAL_REMINDER")]
    [InlineData("APPROVAL_COMMENTED")]
    [InlineData("LEAVE_REQUESTED")]
    public async Task A_type_that_a_service_comes_to_send_is_taken_as_it_is(string type)
    {
        var employee = Backing.NewEmployee();
        using var service = replicas.First.ClientFor(Tokens.Service());
        var sent = await service.PostAsJsonAsync($"/notifications/send/{employee}", new { type, message = "New" });
        Assert.Equal(System.Net.HttpStatusCode.Created, sent.StatusCode);
        Assert.Equal(type, (string)(await replicas.Second.RecentAsync(employee))[0]!["type"]!);
    }

    [Fact]
    public async Task A_message_in_parts_comes_to_its_readers_in_parts()
    {
        var employee = Backing.NewEmployee();
        await using var socket = await replicas.Second.OpenAsync(employee);
        using var service = replicas.First.ClientFor(Tokens.Service());
        var sentence = new { name = "QUEST_APPROVED", values = new { title = "\"}\n한국어", reason = "Good." } };
        var sent = await service.PostAsJsonAsync(
            $"/notifications/send/{employee}", new { type = "A", message = "m", sentence });
        Assert.Equal(System.Net.HttpStatusCode.Created, sent.StatusCode);
        await socket.AssertNextIsAsync("m");
        var expected = System.Text.Json.JsonSerializer.SerializeToNode(sentence);
        var recent = (await replicas.Second.RecentAsync(employee))[0]!;
        Assert.True(JsonNode.DeepEquals(expected, recent["sentence"]), recent.ToJsonString());
        // The scripts find what they look for behind it.
        using var reader = replicas.First.ClientFor(Tokens.User(employee));
        var unread = await reader.GetFromJsonAsync<JsonObject>($"/notifications/unread/{employee}");
        Assert.Equal(1, (int)unread!["unread"]!);
    }

    [Fact]
    public async Task The_document_is_the_committed_one()
    {
        using var client = replicas.First.ClientFor(Tokens.User(1));
        await OpenApiDrift.AssertAsync(client, "notification-service");
    }

    private static IEnumerable<BadBody> Bad(string valid) =>
    [
        new("type lower case", Change(valid, "type", "\"announcement\"")),
        new("type empty", Change(valid, "type", "\"\"")),
        new("type with a line break", Change(valid, "type", "\"A\\nB\"")),
        new("type of 65", Change(valid, "type", $"\"{new string('A', 65)}\"")),
        new("message blank", Change(valid, "message", "\"  \"")),
        new("message of 2,001", Change(valid, "message", $"\"{new string('x', 2001)}\"")),
        new("message with NUL", Change(valid, "message", "\"a\\u0000b\"")),
        new("message with half a character", Change(valid, "message", "\"\\ud800\"")),
        new("messageId empty", Change(valid, "messageId", "\"\"")),
        new("messageId with a space", Change(valid, "messageId", "\"a b\"")),
        new("messageId of 101", Change(valid, "messageId", $"\"{new string('x', 101)}\"")),
        new("approvalId 0", Change(valid, "approvalId", "0")),
        new("approvalId a fraction", Change(valid, "approvalId", "1.5")),
        new("status blank", Change(valid, "status", "\" \"")),
        new("status of 51", Change(valid, "status", $"\"{new string('x', 51)}\"")),
        new("sentence a text", Change(valid, "sentence", "\"x\"")),
        new("sentence without values", Change(valid, "sentence", """{"name":"A"}""")),
        new("sentence with more", Change(valid, "sentence", """{"name":"A","values":{},"more":1}""")),
        new("sentence with a name in lower case", Change(valid, "sentence", """{"name":"a","values":{}}""")),
        new("sentence with values null", Change(valid, "sentence", """{"name":"A","values":null}""")),
        new("sentence with a value null", Change(valid, "sentence", """{"name":"A","values":{"x":null}}""")),
        new("sentence with a number", Change(valid, "sentence", """{"name":"A","values":{"x":1}}""")),
        new("sentence with a value twice", Change(valid, "sentence", """{"name":"A","values":{"x":"1","x":"2"}}""")),
        new("sentence with an odd name", Change(valid, "sentence", """{"name":"A","values":{"x y":"1"}}""")),
        new("sentence with NUL", Change(valid, "sentence", """{"name":"A","values":{"x":"\u0000"}}""")),
        new("sentence with 2,001 characters", Change(
            valid, "sentence", Sentence($"\"x\":\"{new string('x', 2001)}\""))),
        new("sentence with 17 values", Change(
            valid, "sentence", Sentence(string.Join(',', "abcdefghijklmnopq".Select(c => $"\"{c}\":\"\""))))),
    ];

    private static string Sentence(string values) => "{\"name\":\"A\",\"values\":{" + values + "}}";

    private static string Change(string valid, string field, string json)
    {
        var body = JsonNode.Parse(valid)!.AsObject();
        body[field] = "@@";
        return body.ToJsonString().Replace("\"@@\"", json, StringComparison.Ordinal);
    }
}
