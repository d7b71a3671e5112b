using System.Net;
using System.Text.RegularExpressions;
using Erp.TestSupport;
using Erp.Web.Layout;
using Erp.Web.Tests.Support;

namespace Erp.Web.Tests.Pages;

/// <summary>What every answer tells a browser, and what it never has in it.</summary>
public sealed partial class HeaderTests(WebFixture erp) : IAsyncLifetime
{
    private StandInServices _services = null!;
    private ServiceFactory<App> _web = null!;
    private Site _site = null!;

    public async ValueTask InitializeAsync()
    {
        _services = await StandInServices.StartAsync();
        _web = erp.Replica(_services);
        _site = new(_web);
    }

    public async ValueTask DisposeAsync()
    {
        _site.Dispose();
        await _web.DisposeAsync();
        await _services.DisposeAsync();
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/sign-in/choose")]
    [InlineData("/no-such-page")]
    [InlineData("/erp.css")]
    [InlineData("/signed-out")]
    public async Task Every_answer_says_what_a_browser_may_do(string path)
    {
        await _site.GetAsync(path);
        var headers = _site.Answer.Headers;
        var policy = Assert.Single(headers.GetValues("Content-Security-Policy"));
        Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", Assert.Single(headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("max-age=31536000", Assert.Single(headers.GetValues("Strict-Transport-Security")));
    }

    [Fact]
    public async Task Pages_have_no_script_style_or_address_that_the_policy_forbids()
    {
        await _site.SignInAsync();
        foreach (var path in new[] { "/", "/about", "/signed-out", "/no-such-page" })
        {
            await _site.GetAsync(path);
            Assert.DoesNotMatch(Inline(), _site.Html);
        }
    }

    [Fact]
    public async Task A_page_that_is_not_there_says_so()
    {
        await _site.SignInAsync();
        await _site.GetAsync("/no-such-page");
        Assert.Equal(HttpStatusCode.NotFound, _site.Answer.StatusCode);
        Assert.Contains("<h1>Not found</h1>", _site.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task While_services_are_away_a_page_shows_what_it_can()
    {
        await _site.SignInAsync();
        _services.Fails = 503;
        await _site.GetAsync("/");
        Assert.Equal(HttpStatusCode.OK, _site.Answer.StatusCode);
        Assert.Contains("This part is not available at the moment.", _site.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task While_employee_service_is_away_requests_are_decided_and_people_are_numbers()
    {
        await _site.SignInAsync();
        _services.Inbox =
        [
            new
            {
                requestId = 7, step = 1, approverId = 1, requesterId = 2, title = "New chairs", content = "Four.",
                type = "EXPENSE", leaveDays = (decimal?)null, createdAt = DateTimeOffset.UtcNow,
                startDate = (string?)null, endDate = (string?)null, part = (string?)null,
            },
        ];
        (_services.Fails, _services.Works) = (503, p => p.StartsWith("/process", StringComparison.Ordinal));
        await _site.GetAsync("/inbox");
        Assert.Contains("#2", _site.Html, StringComparison.Ordinal);
        await _site.SubmitAsync("requests", ("approve", "7"));
        Assert.Equal(HttpStatusCode.OK, _site.Answer.StatusCode);
        Assert.Contains("Approved: New chairs, by #2", _site.Html, StringComparison.Ordinal);
        Assert.Single(_services.Posts("/process/1/7"));
    }

    [Fact]
    public async Task A_fault_of_a_service_is_a_page_with_a_number_to_tell()
    {
        await _site.SignInAsync();
        _services.Fails = 404;
        await _site.GetAsync("/");
        Assert.Equal(HttpStatusCode.NotFound, _site.Answer.StatusCode);
        Assert.DoesNotContain("Exception", _site.Html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ko-KR,ko;q=0.9", "ko")]
    [InlineData("de,en;q=0.5", "en")]
    [InlineData("fr", "en")]
    public async Task A_page_is_in_the_language_that_the_browser_asks_for(string accept, string language)
    {
        await _site.GetAsync("/signed-out", ("Accept-Language", accept));
        Assert.Contains($"<html lang=\"{language}\">", _site.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_chosen_language_stays()
    {
        await _site.GetAsync("/language/ko?returnUrl=%2Fsigned-out");
        await _site.FollowAsync();
        Assert.Contains("<html lang=\"ko\">", _site.Html, StringComparison.Ordinal);
        await _site.GetAsync("/language/xx");
        Assert.Equal(HttpStatusCode.NotFound, _site.Answer.StatusCode);
    }

    [GeneratedRegex("<script(?![^>]*src=)|<style|style=\"|\\son[a-z]+=\"|javascript:")]
    private static partial Regex Inline();
}
