namespace Erp.Employee.Leaves;

/// <summary>Which part of each day a leave takes.</summary>
public enum DayPart
{
    /// <summary>Whole days.</summary>
    Full,

    /// <summary>The first half of one day.</summary>
    Morning,

    /// <summary>The second half of one day.</summary>
    Afternoon,
}
