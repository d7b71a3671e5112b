using System.Text;
using Erp.Api.Text;

namespace Erp.Employee.Employees;

/// <summary>By which beginnings a name is found: those of each of its words, going on to the end of the name, whatever
/// their case. "Kim Min-ji" is found by "kim m", "MIN" and "ji".</summary>
internal static class NamePrefixes
{
    // The width of the column; of both sides, so that what is longer still finds itself.
    private const int Longest = 100;

    public static IReadOnlySet<string> Of(string name)
    {
        var runes = Normalize(name).EnumerateRunes().ToArray();
        var prefixes = new HashSet<string>(StringComparer.Ordinal);
        for (var start = 0; start < runes.Length; start++)
        {
            if (start > 0 && !IsBetweenWords(runes[start - 1])) continue;
            var prefix = new StringBuilder();
            foreach (var rune in runes[start..].Take(Longest))
            {
                prefix.Append(rune);
                // The database takes "kim " for "kim".
                if (rune.Value != ' ') prefixes.Add(prefix.ToString());
            }
        }
        return prefixes;
    }

    /// <summary>What somebody looks for, as it is stored.</summary>
    public static string Sought(string name) =>
        string.Concat(Normalize(name).EnumerateRunes().Take(Longest)).TrimEnd(' ');

    private static string Normalize(string name) => string.Join(
        ' ', Hangul.Compose(name).ToLowerInvariant().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static bool IsBetweenWords(Rune rune) => rune.Value is ' ' or '-';
}
