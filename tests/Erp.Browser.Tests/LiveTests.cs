using System.Globalization;
using System.Text.RegularExpressions;
using Erp.Browser.Tests.Support;
using Erp.Testing.Application;
using Microsoft.Playwright;

namespace Erp.Browser.Tests;

/// <summary>A page that is open follows what happens, whatever becomes of its own requests.</summary>
public sealed partial class LiveTests(Company company)
{
    private const long StaffId = 6;

    private Person Staff => new(company.Application, StaffId, "STAFF");

    private Person Manager => new(company.Application, Company.Manager, "MANAGER");

    [Theory]
    [InlineData(null)]
    [InlineData(503)]
    public async Task It_asks_again_when_no_good_answer_came(int? status)
    {
        await using var staff = await company.SignInAsync(StaffId);
        var request = await Staff.RequestAsync(Manager);
        await OpenAsync(staff, request);
        var refused = 0;
        await staff.Page.RouteAsync($"**/requests/{request}", route => Interlocked.Increment(ref refused) > 1
            ? route.ContinueAsync()
            : status is null ? route.AbortAsync() : route.FulfillAsync(new() { Status = status }));
        await Manager.DecideAsync(request, "approved");
        await SeesStateAsync(staff, "Approved");
        Assert.True(refused > 1, $"{refused} requests for the page.");
    }

    [Fact]
    public async Task It_asks_again_when_a_part_was_not_available()
    {
        await using var staff = await company.SignInAsync(StaffId);
        var request = await Staff.RequestAsync(Manager);
        await OpenAsync(staff, request);
        var first = 1;
        await staff.Page.RouteAsync($"**/requests/{request}", route => Interlocked.Exchange(ref first, 0) == 0
            ? route.ContinueAsync()
            : route.FulfillAsync(new() { ContentType = "text/html", Body = "<p class=\"away\">Not available.</p>" }));
        await Manager.DecideAsync(request, "approved");
        await SeesStateAsync(staff, "Approved");
        Assert.Equal(0, first);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_badge_is_asked_for_again_when_its_service_was_away(bool fromTheBeginning)
    {
        await using var staff = await company.SignInAsync(StaffId);
        var unread = int.Parse(await staff.Unread.InnerTextAsync(), CultureInfo.InvariantCulture);
        var request = await Staff.RequestAsync(Manager);
        if (!fromTheBeginning) await OpenAsync(staff, request);
        var first = 1;
        await staff.Page.RouteAsync($"**/requests/{request}", async route =>
        {
            if (Interlocked.Exchange(ref first, 0) == 0)
            {
                await route.ContinueAsync();
                return;
            }
            var page = await route.FetchAsync();
            await route.FulfillAsync(
                new() { Response = page, Body = Badge().Replace(await page.TextAsync(), BadgeAway) });
        });
        if (fromTheBeginning) await OpenAsync(staff, request);
        else await Manager.DecideAsync(request, "approved");
        await Visitor.Expect(staff.Unread).ToHaveTextAsync($"{unread + (fromTheBeginning ? 0 : 1)}");
        Assert.Equal(0, first);
    }

    [Fact]
    public async Task What_happens_while_it_asks_is_seen_too()
    {
        await using var staff = await company.VisitorAsync();
        var frames = new SemaphoreSlim(0);
        staff.Page.WebSocket += (_, socket) => socket.FrameReceived += (_, _) => frames.Release();
        await staff.SignInAsync(StaffId);
        var (other, request) = (await Staff.RequestAsync(Manager), await Staff.RequestAsync(Manager));
        await OpenAsync(staff, request);

        // The answer to the first question is from before the decision, and arrives after its notification.
        var asked = new TaskCompletionSource();
        var decided = new TaskCompletionSource();
        await staff.Page.RouteAsync($"**/requests/{request}", async route =>
        {
            var before = await route.FetchAsync();
            asked.TrySetResult();
            await decided.Task;
            await route.FulfillAsync(new() { Response = before });
        });
        await Manager.DecideAsync(other, "approved");
        await asked.Task.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
        while (frames.Wait(0, TestContext.Current.CancellationToken)) { }
        await Manager.DecideAsync(request, "approved");
        Assert.True(await frames.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken));
        decided.SetResult();
        await SeesStateAsync(staff, "Approved");
    }

    // As the page has it while notification-service does not answer.
    private const string BadgeAway = """
        <a href="/notifications" class="unread" id="unread" data-live="unread" data-away><span>Notifications</span></a>
        """;

    [GeneratedRegex("""<a href="/notifications" class="unread".*?</a>""", RegexOptions.Singleline)]
    private static partial Regex Badge();

    private static async Task OpenAsync(Visitor staff, long request)
    {
        await staff.GoAsync($"/requests/{request}");
        await SeesStateAsync(staff, "In progress");
    }

    private static Task SeesStateAsync(Visitor staff, string state) =>
        Visitor.Expect(staff.Page.Locator("#request-state .badge").First).ToHaveTextAsync(state);
}
