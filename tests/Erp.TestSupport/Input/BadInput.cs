using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Erp.TestSupport;

/// <summary>Makes every kind of bad body out of a good one, and checks how they are refused.</summary>
public static class BadInput
{
    /// <summary>All bad bodies for an endpoint.</summary>
    /// <param name="valid">A body that the endpoint accepts, with every field that it knows; its objects inside arrays
    /// are spoilt too.</param>
    /// <param name="optional">Fields that may be null or missing, by path: <c>reason</c>, <c>steps.step</c>.</param>
    /// <param name="free">Numbers that any value of their type is good for (say, a signed adjustment), by path: they
    /// are not sent negative.</param>
    public static IEnumerable<BadBody> For(
        string valid, IReadOnlyCollection<string>? optional = null, IReadOnlyCollection<string>? free = null)
    {
        foreach (var body in Whole(valid)) yield return body;
        foreach (var path in Paths(JsonNode.Parse(valid)!, ""))
            foreach (var body in Field(valid, path, optional?.Contains(path) == true, free?.Contains(path) == true))
                yield return body;
    }

    /// <summary>Names of the bodies with an index, for <c>[MemberData]</c>; take the body by
    /// <c>For(…).ElementAt(index)</c>.</summary>
    public static TheoryData<int, string> Cases(IEnumerable<BadBody> bodies)
    {
        var cases = new TheoryData<int, string>();
        foreach (var (index, body) in bodies.Index()) cases.Add(index, body.Name);
        return cases;
    }

    /// <summary>Sends the body and asserts 4xx problem details with a stable <c>code</c> that tell nothing of the
    /// inside.</summary>
    public static async Task AssertRefusedAsync(HttpClient client, HttpMethod method, string path, BadBody body)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body.ToContent() };
        AskFirst(request);
        using var response = await client.SendAsync(request);
        await AssertProblemAsync(response, body.Name);
    }

    /// <summary>Asserts 4xx problem details with a stable <c>code</c>; returns the code.</summary>
    public static async Task<string> AssertProblemAsync(HttpResponseMessage response, string what = "")
    {
        var text = await response.Content.ReadAsStringAsync();
        Assert.True((int)response.StatusCode is >= 400 and < 500, $"{what}: {(int)response.StatusCode} {text}");
        Assert.True(
            response.Content.Headers.ContentType?.MediaType == "application/problem+json",
            $"{what}: {response.Content.Headers.ContentType} {text}");
        var problem = JsonNode.Parse(text)!;
        var code = problem["code"]?.GetValue<string>();
        Assert.Matches("^[a-z][a-z0-9_]+$", code ?? $"no code: {text}");
        Assert.Equal((int)response.StatusCode, problem["status"]!.GetValue<int>());
        Assert.DoesNotContain("Exception", text, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", text, StringComparison.Ordinal);
        return code!;
    }

    /// <summary>A server that refuses a large body closes the connection while its client is still sending, who then
    /// may or may not see the answer. So a large body is announced first.</summary>
    internal static void AskFirst(HttpRequestMessage request)
    {
        if (request.Content?.Headers.ContentLength > 64 * 1024) request.Headers.ExpectContinue = true;
    }

    private static IEnumerable<BadBody> Whole(string valid)
    {
        yield return new("empty body", "");
        yield return new("JSON null", "null");
        yield return new("an array", "[]");
        yield return new("a string", "\"text\"");
        yield return new("a number", "1");
        yield return new("cut off", valid[..^1]);
        yield return new("something after the end", valid + "{}");
        yield return new("a comment", "/* hello */" + valid);
        yield return new("no quotes", "{name: 1}");
        yield return new("unknown field", Insert(valid, "\"noSuchField\":1"));
        yield return new("prototype field", Insert(valid, "\"__proto__\":{\"a\":1}"));
        yield return new("deep nesting", Insert(valid, $"\"deep\":{new string('[', 5000)}{new string(']', 5000)}"));
        yield return new("deep nesting, unclosed", new string('{', 20_000));
        yield return new("2 MB body", Insert(valid, $"\"filler\":\"{new string('x', 2 * 1024 * 1024)}\""));
        yield return new("not UTF-8", [.. Encoding.UTF8.GetBytes("{\"a\":\""), 0xff, 0xfe, .. "\"}"u8]);
        yield return new("text/plain", valid, "text/plain");
        yield return new("application/xml", "<a/>", "application/xml");
        yield return new("form", "a=1", "application/x-www-form-urlencoded");
        yield return new("no content type", valid, null);
        yield return new("UTF-16 text said to be JSON", Encoding.Unicode.GetBytes(valid));
    }

    private static IEnumerable<BadBody> Field(string valid, string path, bool optional, bool free)
    {
        var kind = At(JsonNode.Parse(valid)!, path)!.GetValueKind();
        if (!optional)
        {
            yield return new($"{path} missing", Edit(valid, path, null));
            yield return new($"{path} null", Edit(valid, path, "null"));
        }
        var wrong = kind == JsonValueKind.String ? "{\"a\":1}" : "\"text\"";
        yield return new($"{path} of a wrong type", Edit(valid, path, wrong));
        yield return new($"{path} an array", Edit(valid, path, kind == JsonValueKind.Array ? "{}" : "[1]"));
        yield return new($"{path} twice", Insert(valid, $"\"{path.Split('.')[0]}\":1"));
        if (kind == JsonValueKind.String)
        {
            yield return new($"{path} a number", Edit(valid, path, "5"));
            yield return new($"{path} over-long", Edit(valid, path, $"\"{new string('x', 100_000)}\""));
        }
        if (kind != JsonValueKind.Number) yield break;
        if (!free) yield return new($"{path} negative", Edit(valid, path, "-1"));
        yield return new($"{path} NaN", Edit(valid, path, "NaN"));
        yield return new($"{path} NaN as text", Edit(valid, path, "\"NaN\""));
        yield return new($"{path} huge", Edit(valid, path, "1e400"));
        yield return new($"{path} past 64 bits", Edit(valid, path, "99999999999999999999999"));
        yield return new($"{path} a tiny fraction", Edit(valid, path, "0.00000000000000000001"));
        yield return new($"{path} true", Edit(valid, path, "true"));
    }

    private static IEnumerable<string> Paths(JsonNode node, string prefix) => node switch
    {
        JsonObject o =>
            o.Where(p => p.Value is not null).SelectMany(p => Paths(p.Value!, prefix + p.Key + ".").Prepend(
                prefix + p.Key)),
        JsonArray { Count: > 0 } a when a[0] is JsonObject first => Paths(first, prefix),
        _ => [],
    };

    private static JsonNode? At(JsonNode node, string path) =>
        path.Split('.').Aggregate((JsonNode?)node, (n, name) => Object(n)?[name]);

    // Edited as text behind a placeholder, because NaN and 1e400 are no JSON that a tree could hold.
    private static string Edit(string valid, string path, string? json)
    {
        var root = JsonNode.Parse(valid)!;
        var names = path.Split('.');
        var parent = Object(names[..^1].Aggregate((JsonNode?)root, (n, name) => Object(n)?[name]))!;
        if (json is null) parent.Remove(names[^1]);
        else parent[names[^1]] = "@@here@@";
        return root.ToJsonString().Replace("\"@@here@@\"", json, StringComparison.Ordinal);
    }

    private static JsonObject? Object(JsonNode? node) =>
        node is JsonArray { Count: > 0 } a ? a[0] as JsonObject : node as JsonObject;

    private static string Insert(string valid, string member) => valid.TrimEnd()[..^1] + "," + member + "}";
}
