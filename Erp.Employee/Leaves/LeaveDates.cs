namespace Erp.Employee.Leaves;

/// <summary>Whether a number of days fits a range of dates.</summary>
internal static class LeaveDates
{
    /// <summary>The longest leave that one request asks for.</summary>
    public const int MostDays = 366;

    /// <summary>At most every calendar day of the range. At least all its weekdays but the halves at both ends, so that
    /// nobody is away for a week on half a day; with public holidays in between, one asks for the days around
    /// them.</summary>
    public static bool Fit(DateOnly start, DateOnly end, decimal days) =>
        end >= start && days >= 0.5m && days <= CalendarDays(start, end) && days >= Weekdays(start, end) - 1;

    public static int CalendarDays(DateOnly start, DateOnly end) => end.DayNumber - start.DayNumber + 1;

    public static int Weekdays(DateOnly start, DateOnly end)
    {
        var count = 0;
        // By number: there is no day after the last one.
        for (var day = start.DayNumber; day <= end.DayNumber; day++)
            if (DateOnly.FromDayNumber(day).DayOfWeek is not DayOfWeek.Saturday and not DayOfWeek.Sunday) count++;
        return count;
    }
}
