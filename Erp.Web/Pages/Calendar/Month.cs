using System.Globalization;

namespace Erp.Web.Pages.Calendar;

/// <summary>A month of the calendar, as addresses write it: 2026-12.</summary>
/// <param name="First">Its first day.</param>
public readonly record struct Month(DateOnly First)
{
    // The years that services know.
    private const int FirstYear = 2000, LastYear = 2100;

    public DateOnly Last => First.AddMonths(1).AddDays(-1);

    public Month? Previous => At(First.AddMonths(-1));

    public Month? Next => At(First.AddMonths(1));

    /// <summary>The month that is written there, or that of today where none is.</summary>
    public static Month Of(string? text, DateOnly today) =>
        DateOnly.TryParseExact($"{text}-01", "yyyy-MM-dd", CultureInfo.InvariantCulture, 0, out var first)
            && At(first) is { } month
            ? month
            : new(new DateOnly(today.Year, today.Month, 1));

    /// <summary>Its weeks from Monday to Sunday, with the days of other months that lie in them.</summary>
    public IEnumerable<DateOnly[]> Weeks()
    {
        var monday = First.AddDays(-(((int)First.DayOfWeek + 6) % 7));
        for (; monday <= Last; monday = monday.AddDays(7))
            yield return [.. Enumerable.Range(0, 7).Select(monday.AddDays)];
    }

    public override string ToString() => First.ToString("yyyy-MM", CultureInfo.InvariantCulture);

    private static Month? At(DateOnly first) => first.Year is >= FirstYear and <= LastYear ? new(first) : null;
}
