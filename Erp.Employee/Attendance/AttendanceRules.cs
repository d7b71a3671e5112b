namespace Erp.Employee.Attendance;

/// <summary>The numbers of attendance.</summary>
internal static class AttendanceRules
{
    public const int TargetCount = 30;
    public const decimal Reward = 1.0m;

    /// <summary>A check-out closes a check-in of at most this age; who forgot it starts the next day afresh.</summary>
    public static readonly TimeSpan LongestDay = TimeSpan.FromHours(24);

    public static bool EarnsReward(int count) => count > 0 && count % TargetCount == 0;

    public static AttendanceProgress Progress(int count) =>
        new(
            count % TargetCount, TargetCount, count % TargetCount * 100 / TargetCount,
            (count / TargetCount + 1) * TargetCount);

    public static decimal? Hours(int? minutes) => minutes is null ? null : Math.Round(minutes.Value / 60m, 2);
}
