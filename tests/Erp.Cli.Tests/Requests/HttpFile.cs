using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Erp.Cli.Tests.Requests;

/// <summary>A file of requests for editors' HTTP clients.</summary>
/// <param name="Defined">Variables that it defines.</param>
/// <param name="Used">Variables that it uses, those of the client itself (<c>$timestamp</c>) aside.</param>
internal sealed partial record HttpFile(
    IReadOnlyList<string> Defined, IReadOnlyList<string> Used, IReadOnlyList<HttpRequest> Requests)
{
    public static HttpFile Read(string path)
    {
        var text = File.ReadAllText(path).ReplaceLineEndings("\n");
        return new(
            [.. Definition().Matches(text).Select(m => m.Groups[1].Value)],
            [.. Variable().Matches(text).Select(m => m.Groups[1].Value).Where(v => !v.StartsWith('$')).Distinct()],
            // What stands before the first separator is comments and variables.
            [.. Separator().Split(text).Skip(1).Select(Parse)]);
    }

    private static HttpRequest Parse(string block)
    {
        var parts = block.Trim().Split("\n\n", 2);
        var lines = parts[0].Split('\n');
        var line = RequestLine().Match(lines[0]);
        Assert.True(line.Success, $"'{lines[0]}' is not METHOD {{{{host}}}}/path?query.");
        return new(
            $"{line.Groups[1].Value} {Variable().Replace(line.Groups[2].Value, "{}")}",
            [.. line.Groups[3].Value.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(p => p.Split('=')[0])],
            [.. lines.Skip(1).Select(h => h.Split(':')[0])],
            parts.Length == 1 ? null : JsonNode.Parse(Variable().Replace(parts[1], "1"))!.AsObject());
    }

    [GeneratedRegex(@"^@(\w+) *=", RegexOptions.Multiline)]
    private static partial Regex Definition();

    [GeneratedRegex(@"\{\{([^}]+)\}\}")]
    private static partial Regex Variable();

    [GeneratedRegex(@"^###.*\n", RegexOptions.Multiline)]
    private static partial Regex Separator();

    [GeneratedRegex(@"^([A-Z]+) \{\{host\}\}(/[^?\s]*)(?:\?(\S+))?$")]
    private static partial Regex RequestLine();
}

/// <summary>One of its requests.</summary>
/// <param name="Operation">Method and path, with <c>{}</c> in place of each variable.</param>
/// <param name="Body">With 1 in place of each variable; null where there is none.</param>
internal sealed record HttpRequest(
    string Operation, IReadOnlyList<string> Query, IReadOnlyList<string> Headers, JsonObject? Body);
