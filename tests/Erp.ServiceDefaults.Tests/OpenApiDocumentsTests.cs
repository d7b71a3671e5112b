using Erp.TestSupport;
using Microsoft.OpenApi;
using Microsoft.OpenApi.Reader;

namespace Erp.ServiceDefaults.Tests;

/// <summary>The committed OpenAPI documents, which the services' own tests hold to what the services say: a client can
/// be generated from them, and knows what it may send and what can go wrong.</summary>
public sealed class OpenApiDocumentsTests
{
    private static readonly string[] Everywhere = ["400", "401", "403", "429", "503"];

    public static TheoryData<string> Documents =>
    [
        .. Directory.GetFiles(Repository.File("docs", "openapi"), "*.json").Select(f => Path.GetFileName(f)!).Order(),
    ];

    [Fact]
    public void Every_service_has_one() => Assert.Equal(4, Documents.Count);

    [Theory, MemberData(nameof(Documents))]
    public async Task Is_valid_OpenAPI(string file)
    {
        var (document, diagnostic) = await LoadAsync(file);
        Assert.Empty(diagnostic.Errors);
        Assert.Empty(diagnostic.Warnings);
        Assert.Empty(document.Validate(ValidationRuleSet.GetDefaultRuleSet()));
    }

    [Theory, MemberData(nameof(Documents))]
    public async Task Every_operation_has_a_name_of_its_own_and_says_what_it_is_for(string file)
    {
        var operations = (await OperationsAsync(file)).ToList();
        Assert.All(operations, o => Assert.Matches("^[A-Z][A-Za-z]+$", o.Operation.OperationId ?? o.Name));
        Assert.Equal(operations.Count, operations.DistinctBy(o => o.Operation.OperationId).Count());
        Assert.All(operations, o => Assert.False(string.IsNullOrEmpty(o.Operation.Summary), o.Name));
        // Calendar programs have an address and nothing else.
        Assert.All(operations, o => Assert.True(
            o.Operation.Security is [{ Count: 1 }] ^ o.Name == "GET /calendar.ics", o.Name));
    }

    [Theory, MemberData(nameof(Documents))]
    public async Task Every_value_that_a_client_sends_has_its_limits(string file)
    {
        foreach (var (name, operation) in await OperationsAsync(file))
        {
            foreach (var parameter in operation.Parameters ?? [])
                AssertLimited(parameter.Schema!, $"{name} {parameter.Name}");
            foreach (var content in operation.RequestBody?.Content?.Values ?? [])
                AssertLimited(content.Schema!, $"{name} body");
        }
    }

    [Theory, MemberData(nameof(Documents))]
    public async Task Every_body_has_an_example_with_fields_that_there_are(string file)
    {
        foreach (var (name, operation) in await OperationsAsync(file))
            foreach (var content in operation.RequestBody?.Content?.Values ?? [])
            {
                Assert.True(content.Example is not null, name);
                var fields = content.Example.AsObject().Select(f => f.Key).ToList();
                // A body that may be missing is null or this.
                var schema = content.Schema!.OneOf?.Single(s => s.Properties is not null) ?? content.Schema;
                Assert.Subset(schema.Properties!.Keys.ToHashSet(), fields.ToHashSet());
                Assert.Superset((schema.Required ?? new HashSet<string>()).ToHashSet(), fields.ToHashSet());
            }
    }

    [Theory, MemberData(nameof(Documents))]
    public async Task Every_error_that_an_operation_can_give_is_a_problem_document(string file)
    {
        foreach (var (name, operation) in await OperationsAsync(file))
        {
            var byId = operation.Parameters?.Any(p => p.In == ParameterLocation.Path) == true;
            string[] expected =
            [
                .. Everywhere, .. byId ? ["404"] : Array.Empty<string>(),
                .. operation.RequestBody is null ? Array.Empty<string>() : ["413", "415"],
            ];
            Assert.Superset(expected.ToHashSet(), operation.Responses!.Keys.ToHashSet());
            foreach (var (status, response) in operation.Responses)
            {
                if (status[0] is not ('4' or '5')) continue;
                var (type, content) = Assert.Single(response.Content!);
                Assert.Equal("application/problem+json", type);
                Assert.True(
                    content.Schema is OpenApiSchemaReference { Reference.Id: "Problem" }, $"{name} {status}");
            }
            Assert.Contains(operation.Responses, r => r.Key is "101" or "204" || r.Value.Content?.Count > 0);
        }
    }

    [Theory, MemberData(nameof(Documents))]
    public async Task Every_value_that_a_client_gets_has_a_type(string file)
    {
        var (document, _) = await LoadAsync(file);
        foreach (var (name, schema) in document.Components!.Schemas!) AssertTyped(schema, name);
    }

    private static void AssertTyped(IOpenApiSchema? schema, string what)
    {
        var typed = schema is { Type: not null } or { Enum.Count: > 0 } or { OneOf.Count: > 0 };
        Assert.True(typed, $"{what}: of any type");
        if ((schema!.Type & ~JsonSchemaType.Null) == JsonSchemaType.Array) AssertTyped(schema.Items, what + "[]");
        if (schema is OpenApiSchemaReference) return;
        foreach (var (name, property) in schema.Properties ?? new Dictionary<string, IOpenApiSchema>())
            AssertTyped(property, $"{what}.{name}");
    }

    private static void AssertLimited(IOpenApiSchema schema, string what)
    {
        var type = schema.Type & ~JsonSchemaType.Null;
        if (type == JsonSchemaType.String
            && schema.Enum is not { Count: > 0 }
            && schema.Format is not ("date" or "date-time"))
            Assert.True(schema.MaxLength > 0, $"{what}: no maxLength");
        if (type is JsonSchemaType.Integer or JsonSchemaType.Number)
            Assert.True(schema is { Minimum: not null, Maximum: not null }, $"{what}: no minimum or maximum");
        if (type == JsonSchemaType.Array)
        {
            Assert.True(schema.MaxItems > 0, $"{what}: no maxItems");
            AssertLimited(schema.Items!, what + "[]");
        }
        foreach (var (name, property) in schema.Properties ?? new Dictionary<string, IOpenApiSchema>())
            AssertLimited(property, $"{what}.{name}");
        foreach (var part in (schema.OneOf ?? []).Concat(schema.AnyOf ?? []).Concat(schema.AllOf ?? []))
            AssertLimited(part, what);
        Assert.True(type is not null || schema.OneOf is { Count: > 0 }, $"{what}: of any type");
    }

    private static async Task<IEnumerable<(string Name, OpenApiOperation Operation)>> OperationsAsync(string file) =>
        (await LoadAsync(file)).Document.Paths.SelectMany(path =>
            path.Value.Operations!.Select(o => ($"{o.Key} {path.Key}", o.Value)));

    private static async Task<(OpenApiDocument Document, OpenApiDiagnostic Diagnostic)> LoadAsync(string file)
    {
        var json = await File.ReadAllTextAsync(Repository.File("docs", "openapi", file));
        var read = OpenApiDocument.Parse(json, OpenApiConstants.Json);
        return (read.Document!, read.Diagnostic!);
    }
}
