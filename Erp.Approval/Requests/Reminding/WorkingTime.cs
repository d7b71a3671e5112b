using Erp.ServiceDefaults.Company;

namespace Erp.Approval.Requests.Reminding;

/// <summary>Time in which Saturdays, Sundays and holidays do not count.</summary>
internal static class WorkingTime
{
    /// <summary>The moment from which on so much working time has gone by until now.</summary>
    public static DateTimeOffset WorkingTimeBefore(
        this CompanyCalendar calendar, DateTimeOffset now, TimeSpan time, IReadOnlySet<DateOnly> holidays)
    {
        var (end, day) = (now, calendar.DayOf(now));
        while (true)
        {
            var start = calendar.StartOf(day);
            if (IsWorkingDay(day, holidays))
            {
                if (end - start >= time) return end - time;
                time -= end - start;
            }
            (end, day) = (start, day.AddDays(-1));
        }
    }

    public static bool IsWorkingDay(DateOnly day, IReadOnlySet<DateOnly> holidays) =>
        day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && !holidays.Contains(day);
}
