using System.ComponentModel.DataAnnotations;
using Erp.Api.Errors;
using Erp.Employee.Holidays;

namespace Erp.Employee.Leaves;

/// <summary>The dates of a leave, first and last day included.</summary>
internal sealed record LeaveDates(DateOnly Start, DateOnly End, DayPart Part)
{
    /// <summary>The longest leave that one request asks for; it lies in two years at most.</summary>
    public const int MostDays = 366;

    /// <summary>Dates that stand in a query; 400 when they are none.</summary>
    public static LeaveDates Of(DateOnly startDate, DateOnly endDate, DayPart? part)
    {
        var refusals = Check(startDate, endDate, part).ToList();
        return refusals.Count == 0
            ? new(startDate, endDate, part ?? DayPart.Full)
            : throw Problems.ValidationFailed(
                refusals.Select(r => KeyValuePair.Create(r.MemberNames.First(), new[] { r.ErrorMessage! })));
    }

    /// <summary>What is wrong with dates that somebody sent.</summary>
    public static IEnumerable<ValidationResult> Check(DateOnly startDate, DateOnly endDate, DayPart? part)
    {
        if (endDate < startDate)
            yield return new("must not be before startDate.", [nameof(endDate)]);
        else if (endDate.DayNumber - startDate.DayNumber >= MostDays)
            yield return new($"must be at most {MostDays} days from startDate.", [nameof(endDate)]);
        else if (part is not (null or DayPart.Full) && startDate != endDate)
            yield return new("must be FULL for more than one day.", [nameof(part)]);
    }

    /// <summary>What of it are working days: neither Saturdays nor Sundays nor holidays; half of one for a part of a
    /// day.</summary>
    public WorkingDays Count(IReadOnlyList<Holiday> holidays)
    {
        var free = holidays.Select(h => h.Date).ToHashSet();
        var each = Part == DayPart.Full ? 1 : 0.5m;
        var years = Enumerable.Range(Start.DayNumber, End.DayNumber - Start.DayNumber + 1)
            .Select(DateOnly.FromDayNumber)
            .Where(day => day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && !free.Contains(day))
            .CountBy(day => day.Year)
            .Select(year => new DaysOfYear(year.Key, year.Value * each))
            .ToList();
        return new(years.Sum(year => year.Days), years, holidays);
    }
}
