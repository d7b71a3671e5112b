using Microsoft.Extensions.Options;

namespace Erp.Employee.Company;

/// <summary>Now, and which day of the company's calendar a moment belongs to.</summary>
internal sealed class CompanyCalendar(TimeProvider time, IOptions<CompanyOptions> options)
{
    private readonly TimeZoneInfo _zone = TimeZoneInfo.FindSystemTimeZoneById(options.Value.TimeZone);

    /// <summary>UTC, in the microseconds that the database keeps, so that an answer equals what is read
    /// later.</summary>
    public DateTimeOffset Now => Truncate(time.GetUtcNow());

    public DateOnly Today => DayOf(Now);

    public decimal LeaveDaysPerYear => options.Value.LeaveDaysPerYear;

    public DateOnly DayOf(DateTimeOffset moment) =>
        DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(moment, _zone).DateTime);

    /// <summary>The calendar years from that of the moment to another one.</summary>
    public IEnumerable<int> YearsSince(DateTimeOffset moment, int last)
    {
        for (var year = DayOf(moment).Year; year <= last; year++) yield return year;
    }

    public static DateTimeOffset Truncate(DateTimeOffset moment) =>
        new(moment.UtcTicks - moment.UtcTicks % TimeSpan.TicksPerMicrosecond, TimeSpan.Zero);
}
