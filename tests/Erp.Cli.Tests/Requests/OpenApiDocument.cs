using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Erp.Cli.Tests.Requests;

/// <summary>A committed OpenAPI document, as far as a request has to fit it.</summary>
internal sealed partial class OpenApiDocument(JsonObject root)
{
    public static OpenApiDocument Read(string path) => new(JsonNode.Parse(File.ReadAllText(path))!.AsObject());

    /// <summary>Every operation by method and path, with <c>{}</c> in place of each parameter of the path.</summary>
    public IReadOnlyDictionary<string, OpenApiOperation> Operations()
    {
        var operations = new Dictionary<string, OpenApiOperation>(StringComparer.Ordinal);
        foreach (var (path, methods) in root["paths"]!.AsObject())
        {
            var shape = PathParameter().Replace(path, "{}");
            foreach (var (method, operation) in methods!.AsObject())
                operations.Add($"{method.ToUpperInvariant()} {shape}", OperationOf(operation!.AsObject()));
        }
        return operations;
    }

    /// <summary>Where a value does not fit its schema: properties that are unknown or missing, names that an
    /// enumeration lacks.</summary>
    public IEnumerable<string> Mismatches(JsonNode? value, JsonObject schema, string at)
    {
        var known = Resolve(schema);
        switch (value)
        {
            case JsonObject given:
                foreach (var name in TextsOf(known["required"]))
                    if (!given.ContainsKey(name)) yield return $"{at}.{name} is missing";
                foreach (var (name, part) in given)
                {
                    if (known["properties"]?[name] is not JsonObject property)
                    {
                        yield return $"{at}.{name} is not in the document";
                        continue;
                    }
                    foreach (var mismatch in Mismatches(part, property, $"{at}.{name}")) yield return mismatch;
                }
                break;
            case JsonArray items:
                var each = known["items"]!.AsObject();
                foreach (var mismatch in items.SelectMany(i => Mismatches(i, each, $"{at}[]"))) yield return mismatch;
                break;
            default:
                if (known["enum"] is JsonArray names && !names.Any(n => JsonNode.DeepEquals(n, value)))
                    yield return $"{at} cannot be {value}";
                break;
        }
    }

    private static OpenApiOperation OperationOf(JsonObject operation)
    {
        var parameters = ItemsOf(operation["parameters"]).Select(p => p!.AsObject())
            .Where(p => p["in"]!.GetValue<string>() != "path").ToList();
        var body = operation["requestBody"];
        return new(
            [.. parameters.Select(NameOf)],
            [.. parameters.Where(p => IsRequired(p)).Select(NameOf)],
            body?["content"]!["application/json"]!["schema"]!.AsObject(),
            IsRequired(body), operation.ContainsKey("security"));
    }

    // A schema of its own, one of the components, or "that component, or nothing".
    private JsonObject Resolve(JsonObject schema)
    {
        if (schema["oneOf"] is JsonArray choices)
            schema = choices.Select(c => c!.AsObject()).First(c => c.ContainsKey("$ref"));
        return schema["$ref"] is { } reference
            ? root["components"]!["schemas"]![reference.GetValue<string>().Split('/')[^1]]!.AsObject()
            : schema;
    }

    private static string NameOf(JsonObject parameter) => parameter["name"]!.GetValue<string>();

    private static bool IsRequired(JsonNode? node) => node?["required"]?.GetValue<bool>() == true;

    private static JsonArray ItemsOf(JsonNode? array) => array?.AsArray() ?? new JsonArray();

    private static IEnumerable<string> TextsOf(JsonNode? array) => ItemsOf(array).Select(n => n!.GetValue<string>());

    [GeneratedRegex(@"\{[^}]+\}")]
    private static partial Regex PathParameter();
}

/// <summary>An operation of a document.</summary>
/// <param name="Parameters">Names of its query parameters and headers.</param>
/// <param name="RequiredParameters">Those of them that have to be given.</param>
/// <param name="Body">Schema of its JSON body; null where it takes none.</param>
/// <param name="NeedsBody">Whether the body has to be given.</param>
/// <param name="NeedsToken">Whether a bearer token has to be given.</param>
internal sealed record OpenApiOperation(
    IReadOnlyList<string> Parameters, IReadOnlyList<string> RequiredParameters, JsonObject? Body, bool NeedsBody,
    bool NeedsToken);
