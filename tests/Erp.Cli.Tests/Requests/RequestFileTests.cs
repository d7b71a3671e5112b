namespace Erp.Cli.Tests.Requests;

/// <summary>requests/ has every operation of every OpenAPI document and nothing else, and what it sends fits the
/// document.</summary>
public sealed class RequestFileTests
{
    // Every operation wants a token, and every body is JSON: documents name neither header as a parameter.
    private const string Token = "Authorization";
    private const string BodyType = "Content-Type";
    // Which of the answers' types is wanted: never a parameter in OpenAPI.
    private const string AnswerType = "Accept";

    public static TheoryData<string> Services
    {
        get
        {
            var services = new TheoryData<string>();
            foreach (var service in NamesOf("docs/openapi", "json")) services.Add(service);
            return services;
        }
    }

    [Fact]
    public void Every_service_with_a_document_has_a_file() =>
        Assert.Equal(NamesOf("docs/openapi", "json"), NamesOf("requests", "http"));

    [Theory, MemberData(nameof(Services))]
    public void Every_operation_is_requested_and_nothing_else_is(string service)
    {
        var documented = DocumentOf(service).Operations().Keys;
        var requested = FileOf(service).Requests.Select(r => r.Operation).ToHashSet();
        Assert.Equal(documented.Order(StringComparer.Ordinal), requested.Order(StringComparer.Ordinal));
    }

    [Theory, MemberData(nameof(Services))]
    public void What_is_sent_fits_the_document(string service)
    {
        var document = DocumentOf(service);
        var operations = document.Operations();
        Assert.Empty(FileOf(service).Requests
            .Where(r => operations.ContainsKey(r.Operation))
            .SelectMany(r => MismatchesOf(r, operations[r.Operation], document).Select(m => $"{r.Operation}: {m}")));
    }

    [Theory, MemberData(nameof(Services))]
    public void Every_variable_is_defined_and_used(string service)
    {
        var file = FileOf(service);
        Assert.Equal(file.Defined.Order(StringComparer.Ordinal), file.Used.Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string> MismatchesOf(
        HttpRequest request, OpenApiOperation operation, OpenApiDocument document)
    {
        var given = request.Query.Concat(request.Headers).ToList();
        string[] known = [Token, BodyType, AnswerType, .. operation.Parameters];
        foreach (var name in given.Except(known)) yield return $"{name} is no parameter";
        foreach (var name in operation.RequiredParameters.Except(given)) yield return $"{name} has to be given";
        if (given.Contains(Token) != operation.NeedsToken)
            yield return operation.NeedsToken ? "there is no token" : "a token is of no use";
        if (given.Contains(BodyType) != request.Body is not null) yield return $"{BodyType} goes with a body";
        if (request.Body is null)
        {
            if (operation.NeedsBody) yield return "there is no body";
        }
        else if (operation.Body is null) yield return "it takes no body";
        else
        {
            foreach (var mismatch in document.Mismatches(request.Body, operation.Body, "body")) yield return mismatch;
        }
    }

    private static HttpFile FileOf(string service) => HttpFile.Read(PathOf("requests", $"{service}.http"));

    private static OpenApiDocument DocumentOf(string service) =>
        OpenApiDocument.Read(PathOf("docs/openapi", $"{service}.json"));

    private static List<string> NamesOf(string folder, string extension) =>
        [.. Directory.EnumerateFiles(PathOf(folder, ""), $"*.{extension}")
            .Select(f => Path.GetFileNameWithoutExtension(f)).Order(StringComparer.Ordinal)];

    private static string PathOf(string folder, string file) => TestSupport.Repository.File(folder, file);
}
