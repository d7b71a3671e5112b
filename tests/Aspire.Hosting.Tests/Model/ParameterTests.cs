using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Tests.Model;

public class ParameterTests
{
    private static async Task<string?> ValueAsync(IResourceBuilder<ParameterResource> parameter) => await parameter.Resource.GetValueAsync(CancellationToken.None);

    [Fact]
    public async Task The_value_comes_from_configuration()
    {
        Assert.Equal("5", await ValueAsync(TestModel.Builder("--Parameters:size=5").AddParameter("size")));
    }

    [Fact]
    public async Task Configuration_comes_before_the_default()
    {
        var builder = TestModel.Builder("--Parameters:size=5");

        Assert.Equal("5", await ValueAsync(builder.AddParameter("size", "3")));
        Assert.Equal("4", await ValueAsync(builder.AddParameter("other", "4")));
    }

    [Fact]
    public async Task Another_configuration_key_can_be_named()
    {
        Assert.Equal("x", await ValueAsync(TestModel.Builder("--Company:Name=x").AddParameterFromConfiguration("company", "Company:Name")));
    }

    [Fact]
    public async Task A_shell_variable_without_hyphens_gives_the_value_too()
    {
        var builder = TestModel.Builder("--Parameters:signing_key=x");

        Assert.Equal("x", await ValueAsync(builder.AddParameter("signing-key", new GenerateParameterDefault { MinLength = 48 }, secret: true, persist: true)));
    }

    [Fact]
    public async Task A_missing_value_names_the_key()
    {
        var error = await Assert.ThrowsAnyAsync<DistributedApplicationException>(() => ValueAsync(TestModel.Builder().AddParameter("size")));

        Assert.Contains("Parameters:size", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_generated_value_stays_the_same_within_a_run()
    {
        var parameter = TestModel.Builder().AddParameter("key", new GenerateParameterDefault { MinLength = 48 }, secret: true, persist: true);

        var first = await ValueAsync(parameter);

        Assert.Equal(48, first!.Length);
        Assert.Equal(first, await ValueAsync(parameter));
    }

    [Fact]
    public void A_generated_value_has_what_it_must_have_and_nothing_else()
    {
        var generate = new GenerateParameterDefault { MinLength = 20, Upper = false, Special = false, MinNumeric = 15 };

        var value = generate.GetDefaultValue();

        Assert.Equal(20, value.Length);
        Assert.True(value.Count(char.IsAsciiDigit) >= 15);
        Assert.All(value, c => Assert.True(char.IsAsciiDigit(c) || char.IsAsciiLetterLower(c)));
        Assert.NotEqual(value, generate.GetDefaultValue());
    }

    [Fact]
    public void A_default_password_has_22_characters()
    {
        var password = ParameterResourceBuilderExtensions.CreateDefaultPasswordParameter(TestModel.Builder("--publisher", "manifest"), "password");

        Assert.True(password.Secret);
        Assert.Equal(22, Assert.IsType<GenerateParameterDefault>(password.Default).MinLength);
    }

    [Fact]
    public void A_secret_is_not_published_as_default()
    {
        Assert.Throws<ArgumentException>(() => TestModel.Builder().AddParameter("key", "value", publishValueAsDefault: true, secret: true));
    }
}
