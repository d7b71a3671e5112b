using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Tests.Model;

public class NameTests
{
    [Theory]
    [InlineData("a")]
    [InlineData("Employee-Service-2")]
    public void Letters_digits_and_hyphens_are_fine(string name)
    {
        Assert.Equal(name, TestModel.Builder().AddProgram(name).Resource.Name);
    }

    [Theory]
    [InlineData("1a", "start with an ASCII letter")]
    [InlineData("a-", "end with a hyphen")]
    [InlineData("a--b", "consecutive hyphens")]
    [InlineData("a_b", "only ASCII letters, digits, and hyphens")]
    [InlineData("größe", "only ASCII letters, digits, and hyphens")]
    [InlineData("a b", "only ASCII letters, digits, and hyphens")]
    public void Other_names_are_refused_with_the_reason(string name, string reason)
    {
        var error = Assert.Throws<ArgumentException>(() => TestModel.Builder().AddProgram(name));

        Assert.Contains($"'{name}'", error.Message, StringComparison.Ordinal);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_has_at_most_64_characters()
    {
        TestModel.Builder().AddProgram(new string('a', 64));

        Assert.Throws<ArgumentException>(() => TestModel.Builder().AddProgram(new string('a', 65)));
    }

    [Fact]
    public void A_second_resource_of_a_name_is_refused_in_any_case_of_letters()
    {
        var builder = TestModel.Builder();
        builder.AddProgram("redis");

        var error = Assert.Throws<DistributedApplicationException>(() => builder.AddContainer("Redis", "redis"));

        Assert.Contains("'Redis'", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
        Assert.Single(builder.Resources);
    }

    [Fact]
    public void Bad_endpoint_names_are_refused()
    {
        Assert.Throws<ArgumentException>(() => TestModel.Builder().AddProgram("a").WithHttpEndpoint(name: "my_endpoint"));
    }
}
