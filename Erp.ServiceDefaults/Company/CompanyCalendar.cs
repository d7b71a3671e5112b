using Microsoft.Extensions.Options;

namespace Erp.ServiceDefaults.Company;

/// <summary>Now, which day of the company's calendar a moment belongs to, and when a day begins.</summary>
public sealed class CompanyCalendar(TimeProvider time, IOptions<CompanyOptions> options)
{
    private readonly TimeZoneInfo _zone = TimeZoneInfo.FindSystemTimeZoneById(options.Value.TimeZone);

    /// <summary>UTC, in whole microseconds, which a database keeps: an answer equals what is read later.</summary>
    public DateTimeOffset Now => Truncate(time.GetUtcNow());

    public DateOnly Today => DayOf(Now);

    public DateOnly DayOf(DateTimeOffset moment) => DateOnly.FromDateTime(Local(moment));

    /// <summary>What the company's clocks show at a moment.</summary>
    public DateTime Local(DateTimeOffset moment) => TimeZoneInfo.ConvertTime(moment, _zone).DateTime;

    /// <summary>The first moment of the day.</summary>
    public DateTimeOffset StartOf(DateOnly day)
    {
        // Where clocks are set forward at midnight the day has no midnight.
        var start = day.ToDateTime(TimeOnly.MinValue);
        while (_zone.IsInvalidTime(start)) start = start.AddMinutes(15);
        return new DateTimeOffset(start, _zone.GetUtcOffset(start)).ToUniversalTime();
    }

    public static DateTimeOffset Truncate(DateTimeOffset moment) =>
        new(moment.UtcTicks - moment.UtcTicks % TimeSpan.TicksPerMicrosecond, TimeSpan.Zero);
}
