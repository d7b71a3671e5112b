using System.Globalization;
using System.Text;

namespace Erp.Approval.Requests.Domain;

/// <summary>What a title is found by: the beginnings of its words, whatever their case. Stored with the request, one
/// entry of an index each, so that a search needs no scan in any store.</summary>
public static class TitleTerms
{
    /// <summary>Longer beginnings are taken for equal when these characters are.</summary>
    private const int Longest = 16;

    /// <summary>Every beginning of every word.</summary>
    public static IReadOnlyList<string> Of(string title) =>
        [.. Words(title).SelectMany(word => Enumerable.Range(1, word.Length).Select(n => Join(word[..n]))).Distinct()];

    /// <summary>What a search asks for, the longest, which finds least, first.</summary>
    public static IReadOnlyList<string> Asked(string text) =>
        [.. Words(text).Select(word => Join(word)).Distinct().OrderByDescending(term => term.Length)];

    private static IEnumerable<Rune[]> Words(string text)
    {
        // Composed: a syllable of Hangul is one character, however it was typed.
        var folded = string.Concat(text.EnumerateRunes()).Normalize(NormalizationForm.FormKC).ToLowerInvariant();
        List<Rune> word = [];
        foreach (var rune in folded.EnumerateRunes().Append(new Rune(' ')))
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
