using Erp.Employee.Data;
using Erp.Employee.Validation;
using Erp.ServiceDefaults.Errors;

namespace Erp.Employee.Http;

/// <summary>Values of list filters in the query.</summary>
internal static class Filter
{
    /// <summary>One line of at most 100 characters; null when absent, 400 when it could match nothing.</summary>
    public static string? Line(string? value, string name)
    {
        if (value is null) return null;
        var rules = new Rules();
        rules.Line(name, value, 100);
        rules.ThrowIfBroken();
        return value.Trim();
    }

    /// <summary>An enum value by the name that JSON shows; null when absent, 400 when there is none of that
    /// name.</summary>
    public static T? Name<T>(string? value, string name) where T : struct, Enum
    {
        if (value is null) return null;
        return WireNames.TryParse<T>(value, out var parsed) ? parsed
            : throw Problems.Invalid(
                "invalid_parameter",
                $"{name} must be one of {string.Join(", ", Enum.GetValues<T>().Select(v => v.Wire()))}.");
    }
}
