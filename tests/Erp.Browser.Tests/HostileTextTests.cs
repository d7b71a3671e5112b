using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Erp.Browser.Tests.Support;
using Erp.TestSupport;

namespace Erp.Browser.Tests;

/// <summary>What people write is text, whatever it looks like.</summary>
public sealed class HostileTextTests(Company company)
{
    private const string Hostile =
        """<script>window.hit=1</script>"><img src=x onerror=window.hit=1>'<svg/onload=window.hit=1>{{7*7}}${7*7}""";

    [Fact]
    public async Task Other_peoples_text_is_shown_and_does_nothing()
    {
        var paths = await WriteEverywhereAsync();
        await using var hr = await company.SignInAsHrAsync(new());
        foreach (var path in paths)
        {
            await hr.GoAsync(path);
            await hr.SeesAsync("<script>window.hit=1</script>");
            Assert.True(await hr.Page.EvaluateAsync<bool>("window.hit === undefined"), path);
        }
        Assert.Empty(hr.Errors);
    }

    [Fact]
    public async Task Ones_own_text_comes_back_as_it_was_typed()
    {
        await using var staff = await company.SignInAsync(2);
        await staff.GoAsync("/requests/new");
        await staff.FillAsync("Title", Hostile);
        await staff.FillAsync("Content", Hostile);
        await staff.ClickAsync("Send");
        await staff.Expects(".problem").ToBeVisibleAsync();
        Assert.Equal(Hostile, await staff.Page.GetByLabel("Title", new() { Exact = true }).InputValueAsync());
        Assert.Equal(Hostile, await staff.Page.GetByLabel("Content", new() { Exact = true }).InputValueAsync());
        Assert.True(await staff.Page.EvaluateAsync<bool>("window.hit === undefined"));
    }

    // Through the services, as another program would; answers the pages that show it.
    private async Task<IReadOnlyList<string>> WriteEverywhereAsync()
    {
        using var people = company.Application.Client("employee-service", Tokens.User(Company.Hr, "HR"));
        var hired = await PostAsync(people, "/employees", new
        {
            name = Hostile[..90], email = $"x{Guid.NewGuid():N}@example.com", department = "People",
            position = Hostile[..90], role = "STAFF",
        });
        var person = hired["id"]!.GetValue<long>();
        var quest = await PostAsync(people, "/quests", new
        {
            title = Hostile, description = Hostile, rewardDays = 1, department = "People",
        });
        using var own = company.Application.Client("employee-service", Tokens.User(person));
        var day = DateTime.UtcNow.AddDays(70);
        while (day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday) day = day.AddDays(1);
        await PostAsync(own, "/leaves", new
        {
            employeeId = person, startDate = $"{day:yyyy-MM-dd}", endDate = $"{day.AddDays(14):yyyy-MM-dd}",
            reason = Hostile,
        });
        using var asking = company.Application.Client("approval-request-service", Tokens.User(person));
        var request = await PostAsync(asking, "/approvals", new
        {
            requesterId = person, title = Hostile, content = Hostile, type = "GENERAL",
            steps = new[] { new { step = 1, approverId = Company.Hr } },
        });
        var id = request["requestId"]!.GetValue<long>();
        await PostAsync(asking, $"/approvals/{id}/comments", new { text = Hostile });
        using var inbox = company.Application.Client("approval-processing-service", Tokens.User(Company.Hr, "HR"));
        await Eventually.TrueAsync(async () =>
            (await inbox.GetAsync($"/process/{Company.Hr}/{id}")).IsSuccessStatusCode);
        return
        [
            $"/people/{person}", $"/people?name={Uri.EscapeDataString("<script>window")}", "/team",
            $"/quests/{quest["id"]}", $"/requests/{id}", "/inbox", "/notifications",
        ];
    }

    private static async Task<JsonNode> PostAsync(HttpClient client, string path, object body)
    {
        using var answer = await client.PostAsJsonAsync(path, body);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {text}");
        return JsonNode.Parse(text)!;
    }
}
