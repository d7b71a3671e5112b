using Erp.Api.Text;

namespace Erp.ServiceDefaults.Tests;

public sealed class HangulTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("Kim 민지", "Kim 민지")]
    [InlineData("\u1112\u1161\u11AB\u1100\u116E\u11A8\u110B\u1165", "한국어")]
    [InlineData("민\u110C\u1175 \u1100\u1175\u11B7", "민지 김")]
    // A syllable that ends with a letter takes no other; letters that stand alone stay.
    [InlineData("각\u11A8", "각\u11A8")]
    [InlineData("\u1100\u1100\u1161", "\u1100가")]
    [InlineData("\u1161\u11A8", "\u1161\u11A8")]
    [InlineData("e\u0301", "e\u0301")]
    public void Letters_become_the_syllables_that_they_make_up(string text, string composed) =>
        Assert.Equal(composed, Hangul.Compose(text));

    [Fact]
    public void Every_syllable_comes_back()
    {
        for (var syllable = 0; syllable < 19 * 21 * 28; syllable++)
        {
            var (leading, vowel, trailing) = (syllable / (21 * 28), syllable / 28 % 21, syllable % 28);
            var letters = $"{(char)(0x1100 + leading)}{(char)(0x1161 + vowel)}"
                + (trailing > 0 ? $"{(char)(0x11A7 + trailing)}" : "");
            Assert.Equal($"{(char)(0xAC00 + syllable)}", Hangul.Compose(letters));
        }
    }
}
