using System.Globalization;
using System.Text;
using Erp.Api.Text;

namespace Erp.Approval.Requests.Domain;

/// <summary>What a title is found by: the beginnings of its words, whatever their case. They are in an index, so that a
/// search needs no scan in any store.</summary>
public static class TitleTerms
{
    /// <summary>Longer beginnings are taken for equal when these characters are.</summary>
    private const int Longest = 16;

    /// <summary>Every beginning of every word.</summary>
    public static IReadOnlyList<string> Of(string title) =>
        [.. Split(title).SelectMany(word => Enumerable.Range(1, word.Length).Select(n => Join(word[..n]))).Distinct()];

    /// <summary>Its words with spaces between them, for an index that knows beginnings by itself.</summary>
    public static string Words(string title) => string.Join(' ', Split(title).Select(Join).Distinct());

    /// <summary>Whether each of these terms of <see cref="Asked"/> is the beginning of a word.</summary>
    public static bool Has(string title, IReadOnlyCollection<string> terms)
    {
        var words = Split(title).Select(Join).ToList();
        return terms.All(term => words.Exists(word => word.StartsWith(term, StringComparison.Ordinal)));
    }

    /// <summary>What a search asks for, the longest, which finds least, first.</summary>
    public static IReadOnlyList<string> Asked(string text) =>
        [.. Split(text).Select(Join).Distinct().OrderByDescending(term => term.Length)];

    private static IEnumerable<Rune[]> Split(string text)
    {
        List<Rune> word = [];
        foreach (var rune in Hangul.Compose(text).ToLowerInvariant().EnumerateRunes().Append(new Rune(' ')))
        {
            if (IsOfWord(rune)) word.Add(rune);
            else if (word.Count > 0)
            {
                yield return [.. word.Take(Longest)];
                word.Clear();
            }
        }
    }

    private static bool IsOfWord(Rune rune) => Rune.IsLetterOrDigit(rune) || Rune.GetUnicodeCategory(rune) is
        UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;

    private static string Join(Rune[] word) => string.Concat(word);
}
