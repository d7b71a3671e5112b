using Erp.Browser.Tests.Support;
using Erp.TestSupport;
using Microsoft.Playwright;

namespace Erp.Browser.Tests;

/// <summary>The pictures of the documents, taken anew where <c>UPDATE_PICTURES=1</c> asks for it.</summary>
public sealed class PictureTests(Company company)
{
    private static readonly BrowserNewContextOptions Screen = new()
    {
        ViewportSize = new() { Width = 1100, Height = 760 }, ColorScheme = ColorScheme.Light,
    };

    [Theory]
    [InlineData("today", 2, "/")]
    [InlineData("new-request", 2, "/requests/new?copy=")]
    [InlineData("inbox", Company.Manager, "/inbox")]
    [InlineData("leave", 2, "/leave")]
    [InlineData("calendar", 2, "/calendar")]
    [InlineData("people", Company.Hr, "/people")]
    public async Task Pages_of_the_documents(string name, long employeeId, string path)
    {
        Assert.SkipUnless(Film.IsOn, "Takes pictures for docs/images: set UPDATE_PICTURES=1.");
        await using var visitor = employeeId == Company.Hr
            ? await company.SignInAsHrAsync(Screen)
            : await company.SignInAsync(employeeId, Screen);
        if (path.EndsWith('=')) path += await company.RequestOfAsync(employeeId);
        await visitor.GoAsync(path);
        await visitor.Page.WaitForLoadStateAsync(LoadState.Load);
        // The one page whose parts do not show in its first screen.
        await visitor.Page.ScreenshotAsync(
            new() { Path = Repository.File($"docs/images/{name}.png"), FullPage = name == "new-request" });
    }
}
