namespace Erp.Employee.Leaves;

/// <summary>Days that a pending leave asks for, by the calendar years in which they lie.</summary>
internal sealed record PendingDays
{
    public long EmployeeId { get; init; }

    /// <summary>That of the first day.</summary>
    public int Year { get; init; }

    public decimal Days { get; init; }

    public decimal DaysNextYear { get; init; }

    /// <summary>Those of a leave year. What lies before the employee's first one counts for it.</summary>
    public decimal In(int year, int first) =>
        (Math.Max(Year, first) == year ? Days : 0) + (Math.Max(Year + 1, first) == year ? DaysNextYear : 0);
}
