using Erp.TestSupport;
using Erp.Web.Layout;
using Erp.Web.Tests.Support;

namespace Erp.Web.Tests.Pages;

/// <summary>Services that take a connection and say nothing: a page waits once for each.</summary>
public sealed class HangingServiceTests(WebFixture erp) : IAsyncLifetime
{
    private StandInServices _services = null!;
    private ServiceFactory<App> _web = null!;
    private Site _site = null!;

    public async ValueTask InitializeAsync()
    {
        _services = await StandInServices.StartAsync();
        // No breaker: this is about the first who meet a service that hangs.
        _web = erp.Replica(
            _services, null, ("ServiceClients:AttemptTimeout", "00:00:01"),
            ("ServiceClients:TotalTimeout", "00:00:02"), ("ServiceClients:BreakerThroughput", "1000"));
        _site = new(_web);
        await _site.SignInAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _site.Dispose();
        await _web.DisposeAsync();
        await _services.DisposeAsync();
    }

    [Theory]
    [InlineData("search", "/employees", "GET")]
    [InlineData("use:2", "/employees/lookup", "GET")]
    [InlineData("save-line", "/employees/1/approver-lines/Mine", "PUT")]
    [InlineData("delete-line:Mine", "/employees/1/approver-lines/Mine", "DELETE")]
    public async Task A_form_does_not_wait_for_it_again(string button, string path, string method)
    {
        await _site.GetAsync("/requests/new");
        var form = _site.Form("request");
        _services.Hangs = p => p.StartsWith("/employees", StringComparison.Ordinal);
        _services.Requests.Clear();
        await _site.SubmitAsync(
            form, ("do", button), ("approver", "2"), ("name", "x"), ("lineName", "Mine"), ("title", "Typed"));
        // The page asked it while it was made, and then no more.
        Assert.Contains(_services.Requests, r => r.Path == "/employees/me");
        Assert.DoesNotContain(_services.Requests, r => r.Path == path && r.Method == method);
        Assert.Contains("value=\"Typed\"", _site.Html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/employees", "/")]
    [InlineData("/employees", "/requests/new")]
    [InlineData("/attendance", "/")]
    [InlineData("/process", "/")]
    [InlineData("/process", "/inbox")]
    [InlineData("/approvals", "/requests")]
    [InlineData("/notifications", "/requests")]
    public async Task A_page_is_there_without_it(string service, string page)
    {
        _services.Hangs = p => p.StartsWith(service, StringComparison.Ordinal);
        await _site.GetAsync(page);
        Assert.Contains("<h1", _site.Html, StringComparison.Ordinal);
        Assert.Contains("class=\"menu\"", _site.Html, StringComparison.Ordinal);
    }
}
