using Erp.ServiceDefaults.Configuration;
using Microsoft.Extensions.Options;

namespace Erp.Approval.Requests.Company;

/// <summary>Which day of the company's calendar a moment belongs to, and when a day begins.</summary>
internal sealed class CompanyCalendar(TimeProvider time, IOptions<CompanyOptions> options)
{
    private readonly TimeZoneInfo _zone = TimeZoneInfo.FindSystemTimeZoneById(options.Value.TimeZone);

    public DateOnly Today => DayOf(time.GetUtcNow());

    public DateOnly DayOf(DateTimeOffset moment) =>
        DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(moment, _zone).DateTime);

    /// <summary>The moment from which on so much time has gone by until now that Saturdays and Sundays do not
    /// count.</summary>
    public DateTimeOffset WorkingTimeBefore(DateTimeOffset now, TimeSpan time)
    {
        var (end, day) = (now, DayOf(now));
        while (true)
        {
            var start = StartOf(day);
            if (IsWorkingDay(day))
            {
                if (end - start >= time) return end - time;
                time -= end - start;
            }
            (end, day) = (start, day.AddDays(-1));
        }
    }

    public static bool IsWorkingDay(DateOnly day) => day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday);

    /// <summary>The first moment of the day.</summary>
    public DateTimeOffset StartOf(DateOnly day)
    {
        // Where clocks are set forward at midnight the day has no midnight.
        var start = day.ToDateTime(TimeOnly.MinValue);
        while (_zone.IsInvalidTime(start)) start = start.AddMinutes(15);
        return new DateTimeOffset(start, _zone.GetUtcOffset(start)).ToUniversalTime();
    }
}

/// <summary>Registers the company's calendar.</summary>
internal static class CompanyExtensions
{
    public static void AddCompany(this WebApplicationBuilder builder)
    {
        builder.AddValidatedOptions<CompanyOptions>(CompanyOptions.Section).Validate(
            o => o.KnowsTimeZone(), "Company:TimeZone is not the name of a time zone that this machine knows.");
        builder.Services.AddSingleton<CompanyCalendar>();
    }
}
