using System.Globalization;
using Microsoft.Playwright;

namespace Erp.Browser.Tests.Support;

/// <summary>A day at work: somebody checks in and asks for two days of leave, their manager decides, and they see it.
/// </summary>
/// <param name="live">The pages follow by themselves; without, people load them again.</param>
public sealed class Day(Visitor staff, Visitor manager, bool live)
{
    // Of the demonstration, every year.
    private static readonly (int Month, int Day)[] Holidays =
        [(1, 1), (3, 1), (5, 5), (6, 6), (8, 15), (10, 3), (10, 9), (12, 25)];

    /// <summary>Between the request and the decision.</summary>
    public Func<Task> Midway { get; init; } = () => Task.CompletedTask;

    /// <summary>After every step, with its name.</summary>
    public Func<string, Task> Step { get; init; } = _ => Task.CompletedTask;

    public async Task RunAsync(long staffId, int weeksAhead)
    {
        await manager.SignInAsync(Company.Manager);
        await manager.GoAsync("/inbox");
        var unread = int.Parse(await manager.Unread.InnerTextAsync(), CultureInfo.InvariantCulture);
        await staff.SignInAsync(staffId);
        await Step("signed in");

        await staff.ClickAsync("Check in");
        await staff.SeesAsync("You are checked in.");
        await Step("checked in");

        var title = $"Two days off {Guid.NewGuid():N}"[..24];
        await AskAsync(title, weeksAhead);
        await staff.SeesAsync("Your request is on its way.");
        await Step("asked");
        await Midway();

        await UntilAsync(manager, manager.Unread, $"{unread + 1}");
        await UntilAsync(manager, manager.Page.GetByText(title).First, title);
        await Step("arrived");
        await manager.Page.GetByRole(AriaRole.Button, new() { NameString = $"Approve: {title}" }).First.ClickAsync();
        await Visitor.Expect(manager.Page.Locator(".outcomes .done").First).ToBeVisibleAsync();
        await Step("decided");

        await UntilAsync(staff, staff.Page.Locator("#request-state .badge").First, "Approved");
        await Step("approved");

        foreach (var person in new[] { staff, manager })
        {
            await person.ClickAsync("Sign out");
            await person.Expects("h1").ToHaveTextAsync("Signed out");
        }
        await Step("signed out");
    }

    private async Task AskAsync(string title, int weeksAhead)
    {
        var monday = FreeMonday(weeksAhead);
        await staff.ClickAsync("New request", AriaRole.Link);
        await staff.Expects("h1").ToHaveTextAsync("New request");
        await staff.ChooseAsync("Type", "ANNUAL_LEAVE");
        await staff.FillAsync("Title", title);
        await staff.FillAsync("Content", "A long weekend at the sea.");
        await staff.FillAsync("First day", Iso(monday));
        await staff.FillAsync("Last day", Iso(monday.AddDays(1)));
        await staff.ClickAsync("Count the days");
        await staff.SeesAsync("These dates take 2 days of leave");
        await staff.FillAsync("Name", "Carol");
        await staff.ClickAsync("Search");
        await staff.Page.Locator($"button[value='add-approver:{Company.Manager}']").ClickAsync();
        await Visitor.Expect(staff.Page.Locator("input[name=approver]")).ToHaveCountAsync(1);
        await staff.ClickAsync("Send");
    }

    private async Task UntilAsync(Visitor person, ILocator what, string text)
    {
        if (live)
        {
            await Visitor.Expect(what).ToHaveTextAsync(text);
            return;
        }
        await Erp.TestSupport.Eventually.TrueAsync(async () =>
        {
            await person.Page.ReloadAsync();
            return await what.CountAsync() > 0 && await what.InnerTextAsync() == text;
        });
    }

    private static DateOnly FreeMonday(int weeksAhead)
    {
        var day = DateOnly.FromDateTime(DateTime.UtcNow).AddDays(7 * weeksAhead);
        while (day.DayOfWeek != DayOfWeek.Monday || IsHoliday(day) || IsHoliday(day.AddDays(1))) day = day.AddDays(1);
        return day;
    }

    private static bool IsHoliday(DateOnly day) => Holidays.Contains((day.Month, day.Day));

    private static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
