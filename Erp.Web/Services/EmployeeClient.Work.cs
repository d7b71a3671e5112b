using System.Globalization;
using Erp.Api.Json;
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

    /// <summary>Days from one date to another, the latest first.</summary>
    public Task<Page<AttendanceDay>> AttendanceAsync(long id, DateOnly from, DateOnly to) =>
        GetAsync<Page<AttendanceDay>>(Query($"/attendance/history/{id}", ("from", from), ("to", to)));

    /// <summary>What somebody can accept, the latest first.</summary>
    public Task<Page<Quest>> AvailableQuestsAsync(long employeeId, string? after = null, int limit = 20) =>
        GetAsync<Page<Quest>>(Query("/quests/available",
            ("employeeId", employeeId), ("after", after), ("limit", limit)));

    /// <summary>What somebody accepted, the latest first.</summary>
    public Task<Page<MyQuest>> MyQuestsAsync(long employeeId, string? after = null, int limit = 20) =>
        GetAsync<Page<MyQuest>>(Query("/quests/my-quests",
            ("employeeId", employeeId), ("after", after), ("limit", limit)));

    /// <summary>What a manager created, deleted ones too.</summary>
    public Task<Page<Quest>> CreatedQuestsAsync(long managerId, string? after = null, int limit = 20) =>
        GetAsync<Page<Quest>>(Query("/quests/my-created",
            ("managerId", managerId), ("after", after), ("limit", limit)));

    /// <summary>Of a department; without one of the caller's own, or for HR of all.</summary>
    public Task<Page<Quest>> QuestsAsync(string? department, string? after = null, int limit = 20) =>
        GetAsync<Page<Quest>>(Query("/quests", ("department", department), ("after", after), ("limit", limit)));

    public Task<Quest> QuestAsync(long questId) => GetAsync<Quest>($"/quests/{questId}");

    /// <summary>Who is how far with a quest, the latest first.</summary>
    public Task<Page<QuestProgress>> QuestProgressAsync(
        long questId, QuestStatus? status = null, string? after = null, int limit = 50) =>
        GetAsync<Page<QuestProgress>>(Query($"/quests/{questId}/progress",
            ("status", status?.Name()), ("after", after), ("limit", limit)));

    public Task<Quest> CreateQuestAsync(
        string title, string description, decimal rewardDays, string department, string key) =>
        SendAsync<Quest>(HttpMethod.Post, "/quests", new { title, description, rewardDays, department }, key);

    public Task DeleteQuestAsync(long questId) => SendAsync(HttpMethod.Delete, $"/quests/{questId}");

    public Task AcceptQuestAsync(long questId, long employeeId) =>
        SendAsync(HttpMethod.Post, $"/quests/{questId}/accept", new { employeeId });

    public Task CompleteQuestAsync(long questId, long employeeId) =>
        SendAsync(HttpMethod.Post, $"/quests/{questId}/complete", new { employeeId });

    public Task<QuestClaimed> ClaimQuestAsync(long questId, long employeeId) =>
        SendAsync<QuestClaimed>(HttpMethod.Post, $"/quests/{questId}/claim", new { employeeId });

    public Task DecideQuestAsync(long questId, long managerId, long employeeId, bool approve, string? reason) =>
        SendAsync(
            HttpMethod.Put, $"/quests/{questId}/{(approve ? "approve" : "reject")}",
            new { managerId, employeeId, reason });
}
