using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;
using Erp.Api.Errors;
using Erp.Api.Validation;
using Ical.Net;
using Ical.Net.CalendarComponents;
using Ical.Net.DataTypes;
using Ical.Net.Evaluation;
using IcsCalendar = Ical.Net.Calendar;

namespace Erp.Employee.Holidays;

/// <summary>A year's holidays out of a file: iCalendar with events of whole days, which may come back every year, or
/// CSV with a date and a name in each line. What lies in other years is left out.</summary>
internal static class HolidayFile
{
    public const string Ics = "text/calendar", Csv = "text/csv";

    private const int MostDays = 400, MostOfOne = 31, MostSteps = 1000;
    private static readonly LineAttribute Name = new(100);
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    /// <summary>400 when it cannot be read as what its media type says.</summary>
    public static async Task<IReadOnlyList<Holiday>> ReadAsync(HttpRequest request, int year)
    {
        var isCsv = request.ContentType!.StartsWith(Csv, StringComparison.OrdinalIgnoreCase);
        using var reader = new StreamReader(request.Body, Strict);
        try
        {
            var text = await reader.ReadToEndAsync(request.HttpContext.RequestAborted);
            var days = (isCsv ? ReadCsv(text) : ReadIcs(text, year)).Where(h => h.Date.Year == year)
                .Take(MostDays + 1).ToList();
            return days.Count <= MostDays ? days : throw Invalid($"There are more than {MostDays} holidays in it.");
        }
        catch (DecoderFallbackException)
        {
            throw Invalid("It is not UTF-8.");
        }
        catch (CsvHelperException e)
        {
            throw Invalid($"Line {e.Context?.Parser?.RawRow} cannot be read.");
        }
    }

    private static IEnumerable<Holiday> ReadCsv(string text)
    {
        using var csv = new CsvReader(new StringReader(text), new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            HasHeaderRecord = false, TrimOptions = TrimOptions.Trim,
        });
        while (csv.Read())
        {
            var (line, date, name) = (csv.Parser.RawRow, csv.GetField(0), csv.GetField(1));
            if (line == 1 && (date, name) is ("date", "name")) continue;
            if (!DateOnly.TryParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture, 0, out var day))
                throw Invalid($"Line {line} does not begin with a date like 2026-12-31.");
            yield return new(day, Named(name, $"Line {line}"));
        }
    }

    private static IEnumerable<Holiday> ReadIcs(string text, int year)
    {
        var calendar = Parse(text) ?? throw Invalid("It is no iCalendar file.");
        foreach (var holiday in calendar.Events)
        {
            var name = Named(holiday.Summary, $"The event {holiday.Uid}");
            if (holiday.Start is not { HasTime: false } start
                || holiday.RecurrenceRule is { Frequency: not FrequencyType.Yearly })
                throw Invalid($"'{name}' is not of whole days that come once or every year.");
            foreach (var first in Starts(holiday, start, year))
            {
                var length = Math.Max(1, (holiday.End?.Date.DayNumber ?? 0) - start.Date.DayNumber);
                if (length > MostOfOne) throw Invalid($"'{name}' has more than {MostOfOne} days.");
                for (var day = 0; day < length; day++) yield return new(first.AddDays(day), name);
            }
        }
    }

    private static List<DateOnly> Starts(CalendarEvent holiday, CalDateTime start, int year)
    {
        if (holiday.RecurrenceRule is null) return [start.Date];
        try
        {
            return [.. holiday.GetOccurrences(
                    new CalDateTime(year, 1, 1), new EvaluationOptions { MaxUnmatchedIncrementsLimit = MostSteps })
                .Select(o => o.Period.StartTime.Date).TakeWhile(d => d.Year <= year).Take(MostDays)];
        }
        catch (EvaluationException)
        {
            throw Invalid($"'{holiday.Summary}' has a rule that cannot be followed.");
        }
    }

    private static IcsCalendar? Parse(string text)
    {
        try
        {
            return IcsCalendar.Load(text);
        }
#pragma warning disable CA1031 // The library says in many ways that a file is none.
        catch (Exception)
#pragma warning restore CA1031
        {
            return null;
        }
    }

    private static string Named(string? name, string where) =>
        name is not null && Name.IsValid(name.Trim())
            ? name.Trim()
            : throw Invalid($"{where} has no name of 1 to 100 characters in one line.");

    private static ProblemException Invalid(string why) => Problems.Invalid("invalid_holidays", why);
}
