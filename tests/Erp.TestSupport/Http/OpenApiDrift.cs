using System.Text.Json;
using System.Text.Json.Nodes;

namespace Erp.TestSupport;

/// <summary>Holds a service's OpenAPI document to the committed one.</summary>
public static class OpenApiDrift
{
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Compares <c>/openapi/v1.json</c> with <c>docs/openapi/SERVICE.json</c>. With <c>UPDATE_OPENAPI=1</c>
    /// writes that file instead.</summary>
    public static async Task AssertAsync(HttpClient client, string service)
    {
        var document = JsonNode.Parse(await client.GetStringAsync("/openapi/v1.json"))!.AsObject();
        document.Remove("servers"); // where it happens to listen is not part of the contract
        var actual = document.ToJsonString(Indented) + "\n";
        var path = Repository.File("docs", "openapi", service + ".json");
        if (Environment.GetEnvironmentVariable("UPDATE_OPENAPI") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await File.WriteAllTextAsync(path, actual);
            return;
        }
        var committed =
            File.Exists(path) ? (await File.ReadAllTextAsync(path)).ReplaceLineEndings("\n") : "(there is none)";
        if (committed == actual) return;
        Assert.Fail(
            $"docs/openapi/{service}.json is not what the service says. UPDATE_OPENAPI=1 rewrites "
                + $"it.\n{FirstDifference(committed, actual)}");
    }

    private static string FirstDifference(string committed, string actual)
    {
        var (a, b) = (committed.Split('\n'), actual.Split('\n'));
        var line = Enumerable.Range(0, Math.Max(a.Length, b.Length)).First(
            i => a.ElementAtOrDefault(i) != b.ElementAtOrDefault(i));
        return $"line {line + 1}\n  committed: {a.ElementAtOrDefault(line)}\n  service:   {b.ElementAtOrDefault(line)}";
    }
}
