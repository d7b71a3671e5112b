using System.Text.Json;

namespace Erp.Api.Errors;

/// <summary>Makes the refusals that services throw. Every one ends up as problem details with a <c>code</c>.</summary>
public static class Problems
{
    /// <summary>400: the request is malformed or breaks a rule that its sender can see.</summary>
    public static ProblemException Invalid(string code, string detail) => new(400, code, detail);

    /// <summary>400: fields of the request break rules that its sender can see; all of them, by their JSON
    /// names.</summary>
    public static ProblemException ValidationFailed(IEnumerable<KeyValuePair<string, string[]>> errors)
    {
        var byField = new SortedDictionary<string, string[]>(StringComparer.Ordinal);
        foreach (var (path, messages) in errors) byField[JsonPath(path)] = messages;
        return new(400, ErrorCodes.ValidationFailed, string.Join(' ', byField.Select(e => $"{e.Key} {e.Value[0]}")))
        {
            Extensions = new Dictionary<string, object?> { ["errors"] = byField },
        };
    }

    /// <summary>403: known, but not allowed to do this.</summary>
    public static ProblemException Forbidden(string detail = "You may not do this.") => new(403, "forbidden", detail);

    /// <summary>404: there is no such thing, or not for this caller.</summary>
    public static ProblemException NotFound(string code, string detail) => new(404, code, detail);

    /// <summary>409: the thing is in a state that does not allow this.</summary>
    public static ProblemException Conflict(string code, string detail) => new(409, code, detail);

    /// <summary>422: well-formed, but what it names does not fit (unknown people, a reused idempotency key).</summary>
    public static ProblemException Unprocessable(
        string code, string detail, params (string Name, object? Value)[] extensions) =>
        new(422, code, detail) { Extensions = extensions.ToDictionary(e => e.Name, e => e.Value) };

    /// <summary>503 with <c>Retry-After</c>: something this service needs is away for the moment.</summary>
    public static ProblemException Unavailable(string code, string detail, TimeSpan retryAfter) =>
        new(503, code, detail) { RetryAfter = retryAfter };

    private static string JsonPath(string path) =>
        string.Join('.', path.Split('.').Select(JsonNamingPolicy.CamelCase.ConvertName));
}
