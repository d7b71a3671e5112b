using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Erp.Browser.Tests.Support;
using Microsoft.Playwright;

namespace Erp.Browser.Tests;

/// <summary>Every page, with what HR sees of it: WCAG 2.2 AA as far as axe can tell, and nothing wider than the
/// screen.</summary>
public sealed class AccessibilityTests(Company company)
{
    private static readonly AxeRunOptions Rules = new()
    {
        RunOnly = new()
        {
            Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
        },
        // Of what is right nothing is asked.
        ResultTypes = [ResultType.Violations],
    };

    [Theory]
    [InlineData("en-GB", ColorScheme.Light, 1280)]
    [InlineData("ko-KR", ColorScheme.Dark, 360)]
    public async Task Every_page_can_be_used_by_everybody(string language, ColorScheme scheme, int width)
    {
        await using var hr = await company.SignInAsHrAsync(new()
        {
            Locale = language, ColorScheme = scheme, ViewportSize = new() { Width = width, Height = 800 },
        });
        var faults = new List<string>();
        foreach (var path in Pages.All(await company.PathsAsync()))
        {
            var answer = await hr.Page.GotoAsync(path);
            if (answer?.Status is not (200 or 404)) faults.Add($"{path}: {answer?.Status}");
            faults.AddRange((await hr.Page.RunAxe(Rules)).Violations.Select(v =>
                $"{path}: {v.Id} ({v.Help}): {string.Join(" | ", v.Nodes.Take(3).Select(n => n.Html))}"));
            var wide = await hr.Page.EvaluateAsync<int>("document.documentElement.scrollWidth");
            if (wide > width) faults.Add($"{path}: {wide} px wide on a screen of {width} px");
        }
        Assert.True(faults.Count == 0, string.Join('\n', faults));
        Assert.DoesNotContain(hr.Errors, e => !e.Contains("404", StringComparison.Ordinal));
    }
}
