using Erp.Employee.Validation;
using Erp.ServiceDefaults.Errors;

namespace Erp.Employee.Tests.Validation;

public sealed class RulesTests
{
    private static bool Holds(Action<Rules> rule)
    {
        var rules = new Rules();
        rule(rules);
        try
        {
            rules.ThrowIfBroken();
            return true;
        }
        catch (ProblemException e)
        {
            Assert.Equal((400, "validation_failed"), (e.Status, e.Code));
            return false;
        }
    }

    [Theory]
    [InlineData("a@b", true)]
    [InlineData("김@example.com", true)]
    [InlineData("a@", false)]
    [InlineData("@b", false)]
    [InlineData("a@b@c", false)]
    [InlineData("a b@c", false)]
    [InlineData("a\u0000@c", false)]
    [InlineData("plain", false)]
    [InlineData("", false)]
    public void An_email_address_has_one_at_sign_inside_and_no_blanks(string email, bool holds) =>
        Assert.Equal(holds, Holds(r => r.Email("email", email)));

    [Fact]
    public void Length_is_counted_as_the_database_counts_it()
    {
        Assert.True(Holds(r => r.Line("name", string.Concat(Enumerable.Repeat("🙂", 100)), 100)));
        Assert.False(Holds(r => r.Line("name", string.Concat(Enumerable.Repeat("🙂", 101)), 100)));
    }

    [Theory]
    [InlineData(0.5, true)]
    [InlineData(5, true)]
    [InlineData(5.5, false)]
    [InlineData(0, false)]
    [InlineData(0.25, false)]
    [InlineData(1.4999, false)]
    public void Days_are_halves_within_bounds(double days, bool holds) =>
        Assert.Equal(holds, Holds(r => r.Days("days", (decimal)days, 0.5m, 5)));
}
