using Erp.Employee.Validation;

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
}
