using System.Text;

namespace Erp.Api.Text;

/// <summary>Hangul can be written as syllables or as the letters that make them up; what is copied from names of files
/// often has the letters. Where text is compared it has the syllables.</summary>
/// <remarks>The Unicode Standard, 3.12 "Conjoining Jamo Behavior". .NET's normalization does nothing without ICU, which
/// the services' images do not have.</remarks>
public static class Hangul
{
    private const int LeadingBase = 0x1100, VowelBase = 0x1161, TrailingBase = 0x11A7, SyllableBase = 0xAC00;
    private const int LeadingCount = 19, VowelCount = 21, TrailingCount = 28;
    private const int SyllableCount = LeadingCount * VowelCount * TrailingCount;

    /// <summary>With a syllable in place of the letters of each; everything else stays as it is.</summary>
    public static string Compose(string text)
    {
        if (!text.AsSpan().ContainsAnyInRange((char)VowelBase, (char)(TrailingBase + TrailingCount - 1))) return text;
        var composed = new StringBuilder(text.Length);
        foreach (var letter in text)
        {
            var last = composed.Length > 0 ? composed[^1] : '\0';
            if (IsIn(last, LeadingBase, LeadingCount) && IsIn(letter, VowelBase, VowelCount))
            {
                var pair = ((last - LeadingBase) * VowelCount) + letter - VowelBase;
                composed[^1] = (char)(SyllableBase + (pair * TrailingCount));
            }
            // The first of the trailing letters stands for none.
            else if (IsIn(last, SyllableBase, SyllableCount) && (last - SyllableBase) % TrailingCount == 0
                && IsIn(letter, TrailingBase + 1, TrailingCount - 1))
                composed[^1] = (char)(last + letter - TrailingBase);
            else composed.Append(letter);
        }
        return composed.ToString();
    }

    private static bool IsIn(char letter, int first, int count) => letter >= first && letter < first + count;
}
