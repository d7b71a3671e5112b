using System.Globalization;
using Erp.Api.Paging;

namespace Erp.Web.Services;

/// <summary>A day's attendance.</summary>
public sealed record AttendanceDay(
    long EmployeeId, DateOnly WorkDate, DateTimeOffset CheckInAt, DateTimeOffset? CheckOutAt, decimal? HoursWorked);

/// <summary>What a check-in did.</summary>
public sealed record CheckedIn(
    long EmployeeId, DateOnly WorkDate, DateTimeOffset CheckInAt, int AttendanceCount, decimal RewardDays);

/// <summary>The way to the next reward.</summary>
public sealed record AttendanceProgress(int AttendanceCount, int TargetCount, int Progress, int NextRewardAt);

/// <summary>How far somebody is with a quest.</summary>
public enum QuestStatus { InProgress, WaitingApproval, Approved, Rejected, Claimed }

/// <summary>Work that is rewarded with leave.</summary>
public sealed record Quest(
    long Id, string Title, string Description, decimal RewardDays, string Department, long? CreatedBy, bool Deleted,
    DateTimeOffset CreatedAt);

/// <summary>Somebody's progress in a quest.</summary>
public sealed record QuestProgress(
    long QuestId, long EmployeeId, QuestStatus Status, string? Reason, long? DecidedBy, DateTimeOffset AcceptedAt,
    DateTimeOffset? CompletedAt, DateTimeOffset? DecidedAt, DateTimeOffset? ClaimedAt);

/// <summary>A quest, and how far one is with it.</summary>
public sealed record MyQuest(Quest Quest, QuestProgress Progress);

/// <summary>What a claim paid.</summary>
public sealed record QuestClaimed(long QuestId, long EmployeeId, decimal RewardDays, decimal Remaining);

/// <summary>employee-service: attendance and quests.</summary>
public sealed partial class EmployeeClient
{
    public Task<CheckedIn> CheckInAsync(long id) => SendAsync<CheckedIn>(HttpMethod.Post, $"/attendance/check-in/{id}");

    public Task<AttendanceDay> CheckOutAsync(long id) =>
        SendAsync<AttendanceDay>(HttpMethod.Post, $"/attendance/check-out/{id}");

    /// <summary>The latest first.</summary>
    public Task<Page<AttendanceDay>> AttendanceAsync(long id, string? after = null, int limit = 31) =>
        GetAsync<Page<AttendanceDay>>(Query($"/attendance/history/{id}", ("after", after), ("limit", limit)));

    /// <summary>Null when nothing is recorded for the day.</summary>
    public Task<AttendanceDay?> AttendanceOfAsync(long id, DateOnly day) => FindAsync<AttendanceDay>(
        string.Create(CultureInfo.InvariantCulture, $"/attendance/history/{id}/{day:yyyy-MM-dd}"));

    public Task<AttendanceProgress> AttendanceProgressAsync(long id) =>
        GetAsync<AttendanceProgress>($"/attendance/progress/{id}");
}
