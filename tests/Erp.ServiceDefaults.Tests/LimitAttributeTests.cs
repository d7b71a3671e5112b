using Erp.Api.Validation;

namespace Erp.ServiceDefaults.Tests;

public sealed class LimitAttributeTests
{
    [Theory]
    [InlineData("a@b", true)]
    [InlineData(" a@b ", true)]
    [InlineData("김@example.com", true)]
    [InlineData("a@", false)]
    [InlineData("@b", false)]
    [InlineData("a@b@c", false)]
    [InlineData("a b@c", false)]
    [InlineData("a\u0001@c", false)]
    [InlineData("plain", false)]
    [InlineData("", false)]
    public void An_email_address_has_one_at_sign_inside_and_no_blanks(string email, bool holds) =>
        Assert.Equal(holds, new EmailAttribute().IsValid(email));

    [Fact]
    public void Length_is_counted_as_the_database_counts_it()
    {
        Assert.True(new LineAttribute(100).IsValid(string.Concat(Enumerable.Repeat("🙂", 100))));
        Assert.False(new LineAttribute(100).IsValid(string.Concat(Enumerable.Repeat("🙂", 101))));
    }

    [Theory]
    [InlineData("two\nlines", true, false)]
    [InlineData("  ", false, false)]
    [InlineData("", false, false)]
    [InlineData(null, true, true)]
    public void A_line_is_a_text_without_control_characters(string? text, bool isText, bool isLine)
    {
        Assert.Equal(isText, new TextAttribute(100).IsValid(text));
        Assert.Equal(isLine, new LineAttribute(100).IsValid(text));
        Assert.True(new TextAttribute(100) { MayBeBlank = true }.IsValid(text));
    }

    [Theory]
    [InlineData(0.5, true)]
    [InlineData(5, true)]
    [InlineData(5.5, false)]
    [InlineData(0, false)]
    [InlineData(0.25, false)]
    [InlineData(1.4999, false)]
    public void Days_are_halves_within_bounds(double days, bool holds) =>
        Assert.Equal(holds, new DaysAttribute(0.5, 5).IsValid((decimal)days));

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    [InlineData(long.MaxValue, true)]
    [InlineData(-1, false)]
    public void An_id_is_positive(long id, bool holds) => Assert.Equal(holds, new IdAttribute().IsValid(id));

    [Fact]
    public void A_list_has_no_holes()
    {
        var items = new ItemsAttribute(1, 2);
        Assert.True(items.IsValid(new List<string> { "a", "b" }));
        Assert.False(items.IsValid(new List<string?> { "a", null }));
        Assert.False(items.IsValid(new List<string>()));
        Assert.False(items.IsValid(new List<string> { "a", "b", "c" }));
    }
}
