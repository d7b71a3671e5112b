using System.Globalization;
using Erp.ServiceDefaults.Company;
using Microsoft.Extensions.Localization;

namespace Erp.Web.Languages;

/// <summary>Dates, times and numbers as people of the page's language write them, in the company's time zone.</summary>
public sealed class Format(IStringLocalizer<Texts> texts, CompanyCalendar calendar)
{
    /// <summary>The present day of the company.</summary>
    public DateOnly Today => calendar.Today;

    /// <summary>The company's day at a moment.</summary>
    public DateOnly DayOf(DateTimeOffset moment) => calendar.DayOf(moment);

    public string Date(DateOnly date) =>
        date.ToString(IsKorean ? "yyyy'년' M'월' d'일'" : "d MMM yyyy", CultureInfo.InvariantCulture);

    /// <summary>With the day of the week.</summary>
    public string LongDate(DateOnly date) => IsKorean
        ? $"{Date(date)} {texts[date.DayOfWeek.ToString()]}"
        : date.ToString("dddd, d MMMM yyyy", CultureInfo.InvariantCulture);

    public string Weekday(DayOfWeek day) => IsKorean ? texts[day.ToString()] : day.ToString();

    /// <summary>The first and the last day, once where they are one.</summary>
    public string Dates(DateOnly from, DateOnly to) => from == to ? Date(from) : $"{Date(from)} – {Date(to)}";

    public string Month(DateOnly date) =>
        date.ToString(IsKorean ? "yyyy'년' M'월'" : "MMMM yyyy", CultureInfo.InvariantCulture);

    public string Time(DateTimeOffset moment) => calendar.Local(moment).ToString("HH:mm", CultureInfo.InvariantCulture);

    public string Moment(DateTimeOffset moment) => $"{Date(DayOf(moment))} {Time(moment)}";

    public string Days(decimal days) => days == 1 ? texts["1 day"] : texts["{0} days", Number(days)];

    public string Number(decimal number) => number.ToString("0.##", CultureInfo.InvariantCulture);

    /// <summary>Days with their sign.</summary>
    public string Delta(decimal days) => days.ToString("+0.##;−0.##;0", CultureInfo.InvariantCulture);

    /// <summary>As a date field wants it.</summary>
    public static string Iso(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static bool IsKorean => CultureInfo.CurrentUICulture.Name == "ko";
}
