using System.Globalization;

namespace Erp.Web.Pages.Holidays;

/// <summary>The years whose holidays the service knows.</summary>
internal static class HolidayYears
{
    public const int First = 2000, Last = 2100;

    /// <summary>The year that is written there, or that of today where none is.</summary>
    public static int Of(string? text, DateOnly today) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var year)
            && year is >= First and <= Last
            ? year
            : today.Year;
}
