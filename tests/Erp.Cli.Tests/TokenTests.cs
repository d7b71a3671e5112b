using System.Globalization;
using Microsoft.IdentityModel.JsonWebTokens;
using Erp.TestSupport;

namespace Erp.Cli.Tests;

/// <summary>Tokens for the local application.</summary>
public sealed class TokenTests
{
    [Fact]
    public async Task A_token_names_its_employee_and_role_and_ends_in_time()
    {
        var printed = await ErpProgram.RunAsync(
            ["token", "--employee", "7", "--role", "MANAGER", "--hours", "1.5"],
            ("ERP_SIGNING_KEY", Tokens.SigningKey));
        var token = new JsonWebToken(printed.Output.Trim());
        Assert.Equal("7", Convert.ToString(token.GetPayloadValue<long>("employeeId"), CultureInfo.InvariantCulture));
        Assert.Equal("MANAGER", token.GetPayloadValue<string>("role"));
        Assert.InRange(token.ValidTo, DateTime.UtcNow.AddMinutes(80), DateTime.UtcNow.AddMinutes(91));
    }

    [Fact]
    public async Task Without_a_key_it_says_how_one_is_made()
    {
        var home = new TemporaryFolder();
        try
        {
            (await ErpProgram.RunAsync(["token", "--employee", "7"], ("HOME", home.Path), ("APPDATA", home.Path), (
                "ERP_SIGNING_KEY", "")))
                .AssertRefused("there is no signing key yet: start the application once with ./erp run");
        }
        finally
        {
            home.Delete();
        }
    }
}
