using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace Erp.Browser.Tests.Support;

/// <summary>Somebody at a browser of their own.</summary>
public sealed class Visitor : IAsyncDisposable
{
    public Visitor(IBrowserContext context, IPage page)
    {
        (Context, Page) = (context, page);
        page.Console += (_, message) => { if (message.Type == "error") Errors.Enqueue(message.Text); };
        page.PageError += (_, error) => Errors.Enqueue(error);
        page.Dialog += (_, dialog) => { Errors.Enqueue($"dialog: {dialog.Message}"); _ = dialog.DismissAsync(); };
        context.Request += (_, request) => Requested.Enqueue(new Uri(request.Url));
    }

    public IBrowserContext Context { get; }

    public IPage Page { get; }

    /// <summary>What the browser complained about: scripts' errors, what the policy forbade, dialogs.</summary>
    public ConcurrentQueue<string> Errors { get; } = new();

    /// <summary>Every address that was asked for.</summary>
    public ConcurrentQueue<Uri> Requested { get; } = new();

    /// <summary>How many notifications are unread, by the badge.</summary>
    public ILocator Unread => Page.Locator("#unread .badge");

    public async Task SignInAsync(long employeeId)
    {
        await Page.GotoAsync("/sign-in/choose");
        var person = Page.Locator($"button[name=employeeId][value='{employeeId}']");
        while (await person.CountAsync() == 0) await ClickAsync("More", AriaRole.Button);
        await person.ClickAsync();
        await Expect(Page.Locator("h1")).ToHaveTextAsync("Today");
    }

    public Task GoAsync(string path) => Page.GotoAsync(path);

    public Task FillAsync(string label, string text) =>
        Page.GetByLabel(label, new() { Exact = true }).First.FillAsync(text);

    public Task ChooseAsync(string label, string value) =>
        Page.GetByLabel(label, new() { Exact = true }).First.SelectOptionAsync(value);

    /// <summary>Presses what is called so, a button or a link.</summary>
    public Task ClickAsync(string name, AriaRole role = AriaRole.Button) =>
        Page.GetByRole(role, new() { Name = name, Exact = true }).First.ClickAsync();

    /// <summary>Waits until the page says so.</summary>
    public Task SeesAsync(string text) => Expect(Page.GetByText(text).First).ToBeVisibleAsync();

    public ILocatorAssertions Expects(string selector) => Expect(Page.Locator(selector));

    public static ILocatorAssertions Expect(ILocator what)
    {
        Assertions.SetDefaultExpectTimeout(60_000);
        return Assertions.Expect(what);
    }

    public ValueTask DisposeAsync() => Context.DisposeAsync();
}
