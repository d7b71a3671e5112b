namespace Erp.Api.Errors;

/// <summary>A refusal that is known by name: answered as RFC 9457 problem details with a stable <c>code</c>.</summary>
/// <param name="status">HTTP status, 400 to 599.</param>
/// <param name="code">Stable, machine-readable, snake_case: <c>balance_too_small</c>.</param>
/// <param name="detail">One sentence for a person; says what to do where that is known.</param>
public sealed class ProblemException(int status, string code, string detail) : Exception(detail)
{
    /// <summary>HTTP status.</summary>
    public int Status { get; } = status;

    /// <summary>Stable machine-readable code.</summary>
    public string Code { get; } = code;

    /// <summary>Sent as <c>Retry-After</c> (whole seconds) when set.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Further members of the problem document, such as the ids that were not found.</summary>
    public IReadOnlyDictionary<string, object?> Extensions { get; init; } = new Dictionary<string, object?>();
}
