using System.Net;
using System.Security.Claims;
using Erp.TestSupport;
using Erp.Web.Layout;
using Erp.Web.Tests.Support;

namespace Erp.Web.Tests.SignIn;

/// <summary>Signing in at an authority that behaves as Amazon Cognito: OIDC code flow with PKCE, over real
/// HTTP.</summary>
public sealed class OidcTests(WebFixture erp) : IAsyncLifetime
{
    private readonly List<IAsyncDisposable> _started = [];
    private StandInServices _services = null!;

    public async ValueTask InitializeAsync() => _services = await StandInServices.StartAsync();

    public async ValueTask DisposeAsync()
    {
        _started.Reverse();
        foreach (var one in _started) await one.DisposeAsync();
        await _services.DisposeAsync();
    }

    [Fact]
    public async Task One_signs_in_at_the_authority_with_a_proof_and_works_with_its_id_token()
    {
        var (cognito, site) = await StartAsync();
        await site.SignInAtAuthorityAsync("/about");
        Assert.Contains("<h1>About</h1>", site.Html, StringComparison.Ordinal);

        var asked = cognito.Requests.First(r => r.Path == "/oauth2/authorize").Values;
        Assert.Equal("code", asked["response_type"]);
        Assert.Equal("S256", asked["code_challenge_method"]);
        Assert.Equal(new Uri(Site.Address, "/signin-oidc").ToString(), asked["redirect_uri"]);
        Assert.NotEmpty(asked["nonce"]);
        Assert.Equal("1", Claim(_services.Requests.Last(r => r.Path == "/employees/me").Token, "custom:employeeId"));
    }

    [Fact]
    public async Task Groups_of_the_account_are_roles()
    {
        var (cognito, site) = await StartAsync();
        cognito.Account = [new("custom:employeeId", "7"), new("cognito:groups", "HR")];
        await site.SignInAtAuthorityAsync("/");
        Assert.Equal("HR", Claim(_services.Requests.Last(r => r.Path == "/employees/me").Token, "cognito:groups"));
    }

    [Fact]
    public async Task The_page_without_passwords_is_not_there()
    {
        var (_, site) = await StartAsync();
        await site.GetAsync("/sign-in/choose");
        Assert.Equal(HttpStatusCode.NotFound, site.Answer.StatusCode);
        Assert.DoesNotContain(_services.Requests, r => r.Path == "/employees");
    }

    [Fact]
    public async Task An_account_that_names_no_employee_gets_in_nowhere()
    {
        var (cognito, site) = await StartAsync();
        cognito.Account = [new Claim("email", "somebody@example.com")];
        await site.SignInAtAuthorityAsync("/");
        Assert.Contains("Signing in did not work", site.Html, StringComparison.Ordinal);
        await site.GetAsync("/");
        Assert.Equal("/sign-in", site.Location?.AbsolutePath);
    }

    [Fact]
    public async Task A_token_is_renewed_before_it_runs_out()
    {
        var (cognito, site) = await StartAsync(lifetime: TimeSpan.FromSeconds(90));
        await site.SignInAtAuthorityAsync("/");
        var first = _services.Requests.First(r => r.Path == "/employees/me").Token;
        await site.GetAsync("/");
        var next = _services.Requests.Last(r => r.Path == "/employees/me").Token;
        Assert.NotEqual(first, next);
        Assert.Equal("1", Claim(next, "custom:employeeId"));
        Assert.Contains(cognito.Requests, r => r.Values.GetValueOrDefault("grant_type") == "refresh_token");
    }

    [Fact]
    public async Task Whose_refresh_token_is_withdrawn_signs_in_again_and_loses_nothing_typed()
    {
        var (cognito, site) = await StartAsync(lifetime: TimeSpan.FromSeconds(90));
        await site.SignInAtAuthorityAsync("/");
        var form = site.Form("check-in");
        cognito.RefusesToRenew = true;
        await site.SubmitAsync(form, ("note", "typed"));
        Assert.Equal("/sign-in", site.Location?.AbsolutePath);
        cognito.RefusesToRenew = false;
        await site.FollowAsync();
        Assert.Contains("Your form is still here", site.Html, StringComparison.Ordinal);
        Assert.Contains("typed", site.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task While_the_authority_is_away_a_token_that_still_holds_is_used()
    {
        var (cognito, site) = await StartAsync(lifetime: TimeSpan.FromSeconds(90));
        await site.SignInAtAuthorityAsync("/");
        await cognito.StopAsync();
        await site.GetAsync("/about");
        Assert.Equal(HttpStatusCode.OK, site.Answer.StatusCode);
    }

    [Fact]
    public async Task Its_keys_may_change()
    {
        var (cognito, site) = await StartAsync();
        await site.SignInAtAuthorityAsync("/");
        await cognito.StopAsync();
        await cognito.StartAsync();
        cognito.Slowness = TimeSpan.FromMilliseconds(200);
        using var other = site.Another();
        await other.SignInAtAuthorityAsync("/about");
        Assert.Contains("<h1>About</h1>", other.Html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(20, true)]
    [InlineData(-20, true)]
    [InlineData(-300, false)]
    public async Task Its_clock_may_differ_a_little(int secondsAhead, bool works)
    {
        var (_, site) = await StartAsync(TimeSpan.FromSeconds(200), TimeSpan.FromSeconds(secondsAhead));
        await site.SignInAtAuthorityAsync("/about");
        Assert.Contains(works ? "<h1>About</h1>" : "Signing in did not work", site.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Signing_out_ends_both_sessions()
    {
        var (cognito, site) = await StartAsync();
        await site.SignInAtAuthorityAsync("/");
        await site.SubmitAsync("/sign-out");
        await site.FollowAsync();
        Assert.Contains("Signed out", site.Html, StringComparison.Ordinal);
        var asked = cognito.Requests.First(r => r.Path == "/logout").Values;
        Assert.Equal(StandInCognito.Client, asked["client_id"]);
        Assert.StartsWith(Site.Address.ToString(), asked["logout_uri"], StringComparison.Ordinal);
        await site.GetAsync("/");
        Assert.Equal("/sign-in", site.Location?.AbsolutePath);
    }

    [Fact]
    public async Task A_form_may_end_at_the_authoritys_pages()
    {
        var (cognito, site) = await StartAsync();
        await Eventually.TrueAsync(async () =>
        {
            await site.GetAsync("/signed-out");
            var policy = Assert.Single(site.Answer.Headers.GetValues("Content-Security-Policy"));
            var pages = cognito.Address.GetLeftPart(UriPartial.Authority);
            return policy.EndsWith($"form-action 'self' {pages}", StringComparison.Ordinal);
        });
    }

    [Theory]
    [InlineData("?code=made-up&state=made-up")]
    [InlineData("?error=access_denied")]
    [InlineData("")]
    public async Task An_answer_that_nobody_asked_for_is_refused(string query)
    {
        var (_, site) = await StartAsync();
        await site.GetAsync($"/signin-oidc{query}");
        await site.FollowAsync();
        Assert.Contains("Signing in did not work", site.Html, StringComparison.Ordinal);
    }

    private async Task<(StandInCognito Cognito, Site Site)> StartAsync(
        TimeSpan? lifetime = null, TimeSpan ahead = default)
    {
        var cognito = await new StandInCognito
        {
            Lifetime = lifetime ?? TimeSpan.FromHours(1), Ahead = ahead,
        }.StartAsync();
        _started.Add(cognito);
        ServiceFactory<App>[] replicas =
        [
            erp.Replica(_services, settings: cognito.Settings), erp.Replica(_services, settings: cognito.Settings),
        ];
        _started.AddRange(replicas);
        return (cognito, new Site(replicas));
    }

    private static string? Claim(string token, string name) =>
        new Microsoft.IdentityModel.JsonWebTokens.JsonWebToken(token).Claims.FirstOrDefault(c => c.Type == name)?.Value;
}
