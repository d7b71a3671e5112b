using System.Globalization;
using System.Text.RegularExpressions;

namespace Erp.Cli.Dlq;

/// <summary>A time as one types it: an instant, or an age.</summary>
public static partial class Moment
{
    /// <summary>What may be typed.</summary>
    public const string Form = "an instant like 2026-06-09T09:30:00Z, or an age like 90s, 30m, 2h or 3d";

    /// <summary>The time in UTC; false for what is none, or lies outside 2000 to 2100.</summary>
    public static bool TryParse(string text, DateTimeOffset now, out DateTimeOffset time) =>
        (TryParseAge(text, now, out time)
            || DateTimeOffset.TryParse(
                text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
                out time))
        && time.Year is >= 2000 and <= 2100;

    private static bool TryParseAge(string text, DateTimeOffset now, out DateTimeOffset time)
    {
        time = now;
        var age = Age().Match(text);
        // No age that matters has more digits.
        if (!age.Success) return false;
        var number = int.Parse(age.Groups[1].Value, CultureInfo.InvariantCulture);
        var unit = age.Groups[2].Value switch
        {
            "s" => TimeSpan.FromSeconds(1),
            "m" => TimeSpan.FromMinutes(1),
            "h" => TimeSpan.FromHours(1),
            _ => TimeSpan.FromDays(1),
        };
        if (number * unit > now - DateTimeOffset.MinValue) return false;
        time = now - (number * unit);
        return true;
    }

    [GeneratedRegex("^([0-9]{1,6})([smhd])$")]
    private static partial Regex Age();
}
