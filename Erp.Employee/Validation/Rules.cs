using Erp.ServiceDefaults.Errors;

namespace Erp.Employee.Validation;

/// <summary>Collects what is wrong with a request, field by field, so that its sender hears everything at
/// once.</summary>
internal sealed class Rules
{
    private readonly SortedDictionary<string, string> _errors = new(StringComparer.Ordinal);

    public Rules Id(string field, long value) => Check(field, value > 0, "must be a positive whole number.");

    /// <summary>One line: no control characters, not blank, at most <paramref name="max"/> characters as the database
    /// counts them.</summary>
    public Rules Line(string field, string? value, int max, bool required = true) =>
        Text(field, value, max, required).Check(
            field, value is null || !value.Any(char.IsControl), "must be one line without control characters.");

    public Rules Text(string field, string? value, int max, bool required = true) =>
        Check(field, !required || !string.IsNullOrWhiteSpace(value), "must not be empty.")
            .Check(field, value is null || Length(value) <= max, $"must have at most {max} characters.")
            .Check(field, value is null || !value.Contains('\0', StringComparison.Ordinal), "must not contain NUL.");

    /// <summary>Days of leave come in halves.</summary>
    public Rules Days(string field, decimal value, decimal min, decimal max) =>
        Check(field, value >= min && value <= max, $"must be from {min} to {max}.")
            .Check(field, value % 0.5m == 0, "must be a multiple of 0.5.");

    public Rules Email(string field, string? value)
    {
        Line(field, value, 254);
        var at = value?.IndexOf('@', StringComparison.Ordinal) ?? -1;
        return Check(field, value is not null && at > 0 && at == value.LastIndexOf('@') && at < value.Trim().Length - 1
            && !value.Trim().Any(char.IsWhiteSpace), "must be an e-mail address.");
    }

    /// <summary>Keeps the first thing that is wrong with a field.</summary>
    public Rules Check(string field, bool holds, string error)
    {
        if (!holds) _errors.TryAdd(field, error);
        return this;
    }

    /// <summary>400 with all errors, if there are any.</summary>
    public void ThrowIfBroken()
    {
        if (_errors.Count == 0) return;
        throw new ProblemException(
            400, "validation_failed", string.Join(' ', _errors.Select(e => $"{e.Key} {e.Value}")))
        {
            Extensions = new Dictionary<string, object?> { ["errors"] = _errors },
        };
    }

    // MySQL counts code points, .NET counts UTF-16 units.
    private static int Length(string value) => value.Length - value.Count(char.IsLowSurrogate);
}
