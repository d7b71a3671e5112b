using Erp.TestSupport;
using Erp.Web.Layout;
using Erp.Web.Tests.Support;

namespace Erp.Web.Tests.Pages;

/// <summary>Lines of approvers that one keeps, on the page of a new request.</summary>
public sealed class SavedLineTests(WebFixture erp) : IAsyncLifetime
{
    private const string Lines = "/employees/1/approver-lines/";
    private StandInServices _services = null!;
    private ServiceFactory<App> _web = null!;
    private Site _site = null!;

    public async ValueTask InitializeAsync()
    {
        _services = await StandInServices.StartAsync();
        _web = erp.Replica(_services);
        _site = new(_web);
        await _site.SignInAsync();
        await _site.GetAsync("/requests/new");
    }

    public async ValueTask DisposeAsync()
    {
        _site.Dispose();
        await _web.DisposeAsync();
        await _services.DisposeAsync();
    }

    [Fact]
    public async Task A_line_is_chosen_and_saved_under_another_name()
    {
        Assert.Contains("Travel", _site.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("Save this line as", _site.Html, StringComparison.Ordinal);
        await _site.SubmitAsync("request", ("do", "use:2"), ("title", "Typed"));
        Assert.Contains("""<input type="hidden" name="approver" value="2" />""", _site.Html, StringComparison.Ordinal);
        await _site.SubmitAsync("request", ("do", "save-line"), ("lineName", " 출장? "), ("title", "Typed"));
        var saved = Assert.Single(_services.Requests, r => r.Method == "PUT");
        Assert.Equal((Lines + "출장?", """{"approverIds":[2]}"""), (saved.Path, saved.Body));
        Assert.Contains("The line is saved.", _site.Html, StringComparison.Ordinal);
        Assert.Contains("value=\"Typed\"", _site.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_line_is_deleted_and_what_was_typed_stays()
    {
        await _site.SubmitAsync("request", ("do", "delete-line:a: 1,2"), ("title", "Typed"));
        Assert.Equal(Lines + "a: 1,2", Assert.Single(_services.Requests, r => r.Method == "DELETE").Path);
        Assert.Contains("The line is deleted.", _site.Html, StringComparison.Ordinal);
        Assert.Contains("value=\"Typed\"", _site.Html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("save-line", "")]
    [InlineData("save-line", " ")]
    [InlineData("save-line", "..")]
    [InlineData("delete-line:..", "x")]
    [InlineData("delete-line:", "x")]
    public async Task Nothing_is_asked_for_a_name_that_is_none(string button, string name)
    {
        await _site.SubmitAsync("request", ("do", "use:2"));
        await _site.SubmitAsync("request", ("do", button), ("lineName", name));
        Assert.DoesNotContain(_services.Requests, r => r.Method is "PUT" or "DELETE");
        Assert.Equal(400, (int)_site.Answer.StatusCode);
    }
}
