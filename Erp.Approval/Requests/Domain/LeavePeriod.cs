namespace Erp.Approval.Requests.Domain;

/// <summary>Which days somebody asks to be away, first and last included.</summary>
/// <param name="Part">Half of one day; whole days when null.</param>
public sealed record LeavePeriod(DateOnly StartDate, DateOnly EndDate, LeavePart? Part = null);

/// <summary>Half of a day.</summary>
public enum LeavePart { Morning, Afternoon }
