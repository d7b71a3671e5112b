using System.Net;
using Erp.TestSupport;
using Erp.Web.Layout;
using Erp.Web.Tests.Support;

namespace Erp.Web.Tests.Forms;

/// <summary>What somebody sent is done, or it is still there: whatever became of their session or of the
/// services.</summary>
public sealed class KeptFormTests : IAsyncLifetime
{
    private readonly RedisServer _redis = new();
    private StandInServices _services = null!;
    private ServiceFactory<App> _web = null!;
    private Site _site = null!;

    public async ValueTask InitializeAsync()
    {
        await _redis.StartAsync();
        _services = await StandInServices.StartAsync();
        _web = new WebFixture().Replica(_services, _redis);
        _site = new(_web);
        await _site.SignInAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _site.Dispose();
        await _web.DisposeAsync();
        await _services.DisposeAsync();
        await ((IAsyncDisposable)_redis).DisposeAsync();
    }

    [Fact]
    public async Task A_form_that_comes_after_the_session_is_sent_after_signing_in_again()
    {
        var form = _site.Form("check-in");
        _site.Cookies.GetCookies(Site.Address)["__Host-erp"]!.Expired = true;
        await _site.SubmitAsync(form, ("note", "typed <b>text</b>"));
        Assert.Equal("/sign-in", _site.Location?.AbsolutePath);
        Assert.Empty(_services.Posts("/attendance/check-in/1"));

        await SignInAgainAndSendAsync();
        Assert.Single(_services.Posts("/attendance/check-in/1"));
    }

    [Fact]
    public async Task When_Redis_loses_all_people_sign_in_again_and_lose_nothing_typed()
    {
        var form = _site.Form("check-in");
        await _redis.FlushAsync();
        await _site.SubmitAsync(form, ("note", "typed <b>text</b>"));
        Assert.Equal("/sign-in", _site.Location?.AbsolutePath);

        await SignInAgainAndSendAsync();
        Assert.Single(_services.Posts("/attendance/check-in/1"));
    }

    [Fact]
    public async Task A_form_from_before_another_sign_in_is_shown_once_more()
    {
        var form = _site.Form("check-in");
        await _site.SubmitAsync("/sign-out");
        await _site.SignInAsync(2);
        await _site.SubmitAsync(form, ("note", "typed <b>text</b>"));
        await _site.FollowAsync();
        Assert.Contains("<h1>Your form is still here</h1>", _site.Html, StringComparison.Ordinal);
        Assert.Contains("typed &lt;b&gt;text&lt;/b&gt;", _site.Html, StringComparison.Ordinal);
        Assert.Empty(_services.Posts("/attendance/check-in/1"));
    }

    [Fact]
    public async Task While_Redis_is_away_the_page_has_what_was_typed_and_sends_it_again()
    {
        var form = _site.Form("check-in");
        await _redis.StopAsync();
        await _site.SubmitAsync(form, ("note", "typed <b>text</b>"));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, _site.Answer.StatusCode);
        Assert.Contains("typed &lt;b&gt;text&lt;/b&gt;", _site.Html, StringComparison.Ordinal);
        Assert.Contains("Send again", _site.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task While_a_service_is_away_the_page_has_what_was_typed_and_sends_it_again()
    {
        var form = _site.Form("check-in");
        _services.Fails = 503;
        await _site.SubmitAsync(form, ("note", "typed <b>text</b>"));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, _site.Answer.StatusCode);
        Assert.Contains("Nothing you typed is lost", _site.Html, StringComparison.Ordinal);
        Assert.Contains("typed &lt;b&gt;text&lt;/b&gt;", _site.Html, StringComparison.Ordinal);
        _services.Fails = null;
        var again = _site.Form("/");
        // The breaker lets calls through again after a few seconds.
        await Eventually.TrueAsync(async () =>
        {
            await _site.SubmitAsync(again);
            return _site.Location?.PathAndQuery == "/?done=checked-in";
        });
    }

    [Theory]
    [InlineData("a\0b")]
    [InlineData("\ud800")]
    [InlineData("<script>")]
    public async Task A_form_with_odd_characters_is_no_fault(string text)
    {
        await _site.SubmitAsync("check-in", ("note", text), ("key", text), ("employeeId", text));
        Assert.InRange((int)_site.Answer.StatusCode, 200, 499);
    }

    [Fact]
    public async Task Another_sites_form_is_refused_and_kept_nowhere()
    {
        var form = _site.Form("check-in");
        using var other = new Site(_web);
        await other.SignInAsync();
        var foreign = form with { Hidden = [.. form.Hidden.Where(h => h.Key != "__RequestVerificationToken")] };
        using var request = new HttpRequestMessage(HttpMethod.Post, form.Action)
        {
            Content = new FormUrlEncodedContent(foreign.Hidden),
            Headers = { { "Sec-Fetch-Site", "cross-site" }, { "Origin", "https://evil.example" } },
        };
        request.Headers.Add(
            "Cookie", string.Join("; ", other.Cookies.GetCookies(Site.Address).Select(c => $"{c.Name}={c.Value}")));
        using var client = _web.CreateClient(
            new() { AllowAutoRedirect = false, BaseAddress = Site.Address, HandleCookies = false });
        using var answer = await client.SendAsync(request);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Empty(_services.Posts("/attendance/check-in/1"));
    }

    // Signs in, sees what was typed, and presses the button.
    private async Task SignInAgainAndSendAsync()
    {
        await _site.FollowAsync();
        await _site.SubmitAsync("choose", ("employeeId", "1"));
        await _site.FollowAsync();
        Assert.Contains("<h1>Your form is still here</h1>", _site.Html, StringComparison.Ordinal);
        Assert.Contains("typed &lt;b&gt;text&lt;/b&gt;", _site.Html, StringComparison.Ordinal);
        await _site.SubmitAsync("/");
        Assert.Equal("/?done=checked-in", _site.Location?.PathAndQuery);
    }
}
