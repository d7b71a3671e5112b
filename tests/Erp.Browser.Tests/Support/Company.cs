using System.Text.Json.Nodes;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using Erp.Testing.Application;
using Erp.TestSupport;
using Microsoft.Playwright;

namespace Erp.Browser.Tests.Support;

/// <summary>The running application with the people of the demonstration, and a browser.</summary>
public sealed class Company : IAsyncLifetime
{
    /// <summary>Numbers of the demonstration's people.</summary>
    public const long Manager = 1, Hr = 21;

    // First the one that has no windows to draw: it takes the least of the processor.
    private static readonly string? Chromium = Programs.Find(
        "chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "chrome", "msedge");

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public EmbeddedKafkaApplication Application { get; } = new();

    public Uri Address { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        if (Chromium is null) return;
        await Application.InitializeAsync();
        await Application.App.ResourceNotifications.WaitForResourceHealthyAsync(
            "web", WaitBehavior.WaitOnResourceUnavailable);
        Address = Application.App.GetEndpoint("web", "http");
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new()
        {
            // Its own sandbox needs rights that containers and root do not have.
            ExecutablePath = Chromium, Args = ["--no-sandbox", "--disable-dev-shm-usage", "--lang=en"],
        });
    }

    /// <summary>Somebody's browser, at the page where one chooses a person.</summary>
    public async Task<Visitor> VisitorAsync(BrowserNewContextOptions? options = null)
    {
        Assert.SkipWhen(Chromium is null, "Needs the program chromium.");
        options ??= new();
        options.BaseURL = Address.ToString();
        options.Locale ??= "en-GB";
        var context = await _browser!.NewContextAsync(options);
        context.SetDefaultTimeout(60_000);
        context.SetDefaultNavigationTimeout(60_000);
        return new(context, await context.NewPageAsync());
    }

    /// <summary>The browser of one of the people, on their first page.</summary>
    public async Task<Visitor> SignInAsync(long employeeId, BrowserNewContextOptions? options = null)
    {
        var visitor = await VisitorAsync(options);
        await visitor.SignInAsync(employeeId);
        return visitor;
    }

    /// <summary>HR's browser, in whatever language.</summary>
    public async Task<Visitor> SignInAsHrAsync(BrowserNewContextOptions options)
    {
        var visitor = await VisitorAsync(options);
        await visitor.Page.GotoAsync("/sign-in/choose?name=" + Uri.EscapeDataString(await HrNameAsync()));
        await visitor.Page.Locator($"button[name=employeeId][value='{Hr}']").ClickAsync();
        await Visitor.Expect(visitor.Page.Locator("#unread")).ToBeVisibleAsync();
        return visitor;
    }

    /// <summary>The browser of anybody, found by their name.</summary>
    public async Task<Visitor> SignInAnyAsync(long employeeId) =>
        employeeId == Hr ? await SignInAsHrAsync(new()) : await SignInAsync(employeeId);

    /// <summary>Requests with which somebody has nothing to do.</summary>
    public async Task<IReadOnlyList<long>> RequestsOfOthersAsync(long employeeId)
    {
        using var client = Application.Client("approval-request-service", Tokens.User(Hr, "HR"));
        var all = JsonNode.Parse(await client.GetStringAsync("/approvals?limit=100"))!["items"]!.AsArray();
        return
        [
            .. all.Where(r => r!["requesterId"]!.GetValue<long>() != employeeId
                && r["steps"]!.AsArray().All(s => s!["approverId"]!.GetValue<long>() != employeeId))
                .Select(r => r!["requestId"]!.GetValue<long>()),
        ];
    }

    /// <summary>A request of somebody's own.</summary>
    public async Task<long> RequestOfAsync(long employeeId)
    {
        using var client = Application.Client("approval-request-service", Tokens.User(employeeId));
        var own = JsonNode.Parse(await client.GetStringAsync($"/approvals?requesterId={employeeId}"))!["items"]!;
        return own[0]!["requestId"]!.GetValue<long>();
    }

    /// <summary>What to open of the pages whose routes have parameters.</summary>
    public async Task<IReadOnlyDictionary<string, string>> PathsAsync()
    {
        var request = await FirstAsync(
            "approval-request-service", "/approvals?status=in_progress&limit=1", "requestId");
        var leave = await FirstAsync("employee-service", "/leaves?status=PENDING&limit=1", "id");
        var quest = await FirstAsync("employee-service", "/quests?limit=1", "id");
        return new Dictionary<string, string>
        {
            ["/requests/{Id:long}"] = $"/requests/{request}",
            ["/requests/{Id:long}/reassign/{Step:int}"] = $"/requests/{request}/reassign/1",
            ["/leave/{Id:long}/cancel"] = $"/leave/{leave}/cancel",
            ["/quests/{Id:long}"] = $"/quests/{quest}",
            ["/quests/{Id:long}/delete"] = $"/quests/{quest}/delete",
            ["/people/{Id:long}"] = "/people/2",
            ["/people/{Id:long}/change"] = "/people/2/change",
            ["/people/{Id:long}/deactivate"] = "/people/2/deactivate",
            ["/people/{Id:long}/deputy"] = "/people/2/deputy",
            ["/people/{Id:long}/ledger"] = "/people/2/ledger",
            ["/holidays/{Day}/remove"] = $"/holidays/{DateTime.UtcNow.Year}-12-25/remove",
            ["/kept/{Id}"] = "/kept/none",
        };
    }

    private async Task<string> HrNameAsync()
    {
        using var client = Application.Client("employee-service", Tokens.User(Hr, "HR"));
        var me = JsonNode.Parse(await client.GetStringAsync("/employees/me"))!;
        return me["name"]!.GetValue<string>().Split(' ')[0];
    }

    private async Task<long> FirstAsync(string service, string path, string id)
    {
        using var client = Application.Client(service, Tokens.User(Hr, "HR"));
        return JsonNode.Parse(await client.GetStringAsync(path))!["items"]![0]![id]!.GetValue<long>();
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null) await _browser.DisposeAsync();
        _playwright?.Dispose();
        await Application.DisposeAsync();
    }
}
