using System.Net;
using System.Text;
using Erp.TestSupport;
using Erp.Web.Layout;
using Erp.Web.Tests.Support;

namespace Erp.Web.Tests.SignIn;

/// <summary>Sessions: on any replica, in no browser's reach, and gone when they are signed out.</summary>
public sealed class SessionTests(WebFixture erp) : IAsyncLifetime
{
    private StandInServices _services = null!;
    private ServiceFactory<App> _one = null!, _other = null!;
    private Site _site = null!;

    public async ValueTask InitializeAsync()
    {
        _services = await StandInServices.StartAsync();
        (_one, _other) = (erp.Replica(_services), erp.Replica(_services));
        _site = new(_one, _other);
    }

    public async ValueTask DisposeAsync()
    {
        _site.Dispose();
        await _one.DisposeAsync();
        await _other.DisposeAsync();
        await _services.DisposeAsync();
    }

    [Fact]
    public async Task Nobody_is_sent_to_sign_in_and_back_to_where_they_wanted()
    {
        await _site.GetAsync("/about?x=1");
        Assert.Equal(HttpStatusCode.SeeOther, _site.Answer.StatusCode);
        await _site.FollowAsync();
        await _site.SubmitAsync("choose", ("employeeId", "2"));
        Assert.Equal(new Uri(Site.Address, "/about?x=1"), _site.Location);
        await _site.FollowAsync();
        Assert.Contains("<h1>About</h1>", _site.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_session_works_on_every_replica_with_the_persons_own_token()
    {
        await _site.SignInAsync(2);
        for (var i = 0; i < 4; i++)
        {
            await _site.GetAsync("/");
            Assert.Equal(HttpStatusCode.OK, _site.Answer.StatusCode);
        }
        var tokens = _services.Requests.Where(r => r.Path == "/employees/me").Select(r => r.Token).Distinct();
        Assert.All(tokens, t => Assert.Contains("\"employeeId\":2", Payload(t), StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_token_is_nowhere_that_a_browser_sees()
    {
        await _site.SignInAsync();
        var token = _services.Requests.Last(r => r.Path == "/employees/me").Token;
        Assert.NotEmpty(token);
        Assert.DoesNotContain(token, _site.Html, StringComparison.Ordinal);
        Assert.DoesNotContain(
            _site.Cookies.GetAllCookies(), c => c.Value.Contains(token.Split('.')[1], StringComparison.Ordinal));
        await using var redis = await erp.Redis.ConnectAsync();
        foreach (var key in redis.GetServers()[0].Keys(pattern: "web:session:*"))
        {
            byte[]? stored = await redis.GetDatabase().StringGetAsync(key);
            Assert.DoesNotContain(token, Encoding.UTF8.GetString(stored ?? []), StringComparison.Ordinal);
            Assert.NotNull(await redis.GetDatabase().KeyTimeToLiveAsync(key));
        }
    }

    [Fact]
    public async Task Cookies_are_for_this_host_only()
    {
        await _site.GetAsync("/sign-in/choose");
        await _site.SubmitAsync("choose", ("employeeId", "1"));
        var set = _site.Answer.Headers.GetValues("Set-Cookie").ToList();
        Assert.Contains(set, c => c.StartsWith("__Host-erp=", StringComparison.Ordinal));
        Assert.All(set, c =>
        {
            Assert.StartsWith("__Host-", c, StringComparison.Ordinal);
            Assert.Contains("path=/;", c, StringComparison.OrdinalIgnoreCase);
            Assert.Contains("secure", c, StringComparison.OrdinalIgnoreCase);
            Assert.Contains("httponly", c, StringComparison.OrdinalIgnoreCase);
            Assert.Contains("samesite", c, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("domain", c, StringComparison.OrdinalIgnoreCase);
        });
    }

    [Fact]
    public async Task Signing_out_ends_the_session_for_every_copy_of_its_cookie()
    {
        await _site.SignInAsync();
        var cookie = _site.Cookies.GetCookies(Site.Address)["__Host-erp"]!.Value;
        await _site.SubmitAsync("/sign-out");
        await _site.FollowAsync();
        Assert.Contains("Signed out", _site.Html, StringComparison.Ordinal);

        _site.Cookies.Add(new Cookie("__Host-erp", cookie, "/", Site.Address.Host) { Secure = true });
        await _site.GetAsync("/");
        Assert.Equal("/sign-in", _site.Location?.AbsolutePath);
    }

    [Fact]
    public async Task Replicas_old_and_new_read_the_same_sessions_when_Redis_had_lost_its_keys()
    {
        var redis = new RedisServer();
        await redis.StartAsync();
        await using var server = (IAsyncDisposable)redis;
        await using var old = erp.Replica(_services, redis);
        using var before = new Site(old);
        await before.SignInAsync();
        await redis.FlushAsync();
        await using var young = erp.Replica(_services, redis);
        using var site = new Site(young);
        await site.SignInAsync();

        await using var connection = await redis.ConnectAsync();
        await Eventually.TrueAsync(async () => await connection.GetDatabase().ListLengthAsync("web:keys") == 2);
        using var both = new Site(old, young);
        foreach (Cookie cookie in site.Cookies.GetAllCookies()) both.Cookies.Add(cookie);
        await Eventually.TrueAsync(async () =>
        {
            await both.GetAsync("/about");
            await both.GetAsync("/about");
            return both.Answer.StatusCode == HttpStatusCode.OK;
        });
        for (var i = 0; i < 4; i++)
        {
            await both.GetAsync("/about");
            Assert.Equal(HttpStatusCode.OK, both.Answer.StatusCode);
        }
    }

    [Fact]
    public async Task Signing_out_takes_a_press_of_our_own_button()
    {
        await _site.SignInAsync();
        await _site.SubmitAsync(new PageForm("/sign-out", []));
        await _site.GetAsync("/");
        Assert.Equal(HttpStatusCode.OK, _site.Answer.StatusCode);
    }

    [Fact]
    public async Task Whoever_the_services_do_not_believe_any_more_signs_in_again()
    {
        await _site.SignInAsync();
        _services.Fails = 401;
        await _site.GetAsync("/about");
        Assert.Equal("/sign-in", _site.Location?.AbsolutePath);
        _services.Fails = null;
        await _site.GetAsync("/");
        Assert.Equal("/sign-in", _site.Location?.AbsolutePath);
    }

    [Theory]
    [InlineData("//evil.example")]
    [InlineData("/\\evil.example")]
    [InlineData("https://evil.example/")]
    [InlineData("javascript:alert(1)")]
    [InlineData("/\t/evil.example")]
    public async Task Signing_in_leads_to_no_other_site(string back)
    {
        await _site.GetAsync($"/sign-in?returnUrl={Uri.EscapeDataString(back)}");
        await _site.FollowAsync();
        await _site.SubmitAsync("choose", ("employeeId", "1"));
        Assert.Equal(Site.Address.Host, _site.Location?.Host);
        await _site.GetAsync($"/language/ko?returnUrl={Uri.EscapeDataString(back)}");
        Assert.Equal(Site.Address.Host, _site.Location?.Host);
    }

    [Fact]
    public async Task Addresses_come_from_the_configuration_and_not_from_a_request()
    {
        await _site.GetAsync(
            "/sign-in/choose", ("X-Forwarded-Host", "evil.example"), ("X-Forwarded-Proto", "http"));
        Assert.DoesNotContain("evil.example", _site.Html, StringComparison.Ordinal);
        await _site.SubmitAsync("choose", ("employeeId", "1"));
        Assert.Equal(Site.Address.Authority, _site.Location?.Authority);
    }

    [Fact]
    public async Task Attempts_to_sign_in_are_limited()
    {
        await using var strict = erp.Replica(_services, settings: ("Web:SignInsPerMinute", "3"));
        using var site = new Site(strict);
        await site.GetAsync("/sign-in/choose");
        var form = site.Form("choose");
        var answers = new List<HttpStatusCode>();
        for (var i = 0; i < 5; i++)
        {
            await site.SubmitAsync(form, ("employeeId", "1"));
            answers.Add(site.Answer.StatusCode);
        }
        Assert.Equal(HttpStatusCode.TooManyRequests, answers[^1]);
        Assert.Contains("Too many attempts", site.Html, StringComparison.Ordinal);
        Assert.NotEqual(HttpStatusCode.TooManyRequests, answers[0]);
    }

    private static string Payload(string token)
    {
        var part = token.Split('.')[1].Replace('-', '+').Replace('_', '/');
        return Encoding.UTF8.GetString(Convert.FromBase64String(part.PadRight((part.Length + 3) / 4 * 4, '=')));
    }
}
