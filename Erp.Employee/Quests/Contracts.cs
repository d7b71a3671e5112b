using Erp.Api.Validation;

namespace Erp.Employee.Quests;

/// <summary>Work that is rewarded with leave.</summary>
/// <param name="Title">1 to 200 characters.</param>
/// <param name="Description">1 to 4,000 characters.</param>
/// <param name="RewardDays">0.5 to 5, a multiple of 0.5.</param>
/// <param name="Department">Whose employees may accept it.</param>
public sealed record CreateQuest(
    [Line(200)] string Title, [Text(4000)] string Description, [Days(0.5, 5)] decimal RewardDays,
    [Line(100)] string Department);

/// <summary>A quest.</summary>
/// <param name="Deleted">Accepts nothing new; who is at it can go on.</param>
public sealed record QuestResponse(
    long Id, string Title, string Description, decimal RewardDays, string Department, long? CreatedBy, bool Deleted,
    DateTimeOffset CreatedAt);

/// <summary>An employee's progress in a quest.</summary>
/// <param name="Reason">The manager's, for approving or rejecting.</param>
public sealed record QuestProgress(
    long QuestId, long EmployeeId, QuestStatus Status, string? Reason, long? DecidedBy,
    DateTimeOffset AcceptedAt, DateTimeOffset? CompletedAt, DateTimeOffset? DecidedAt, DateTimeOffset? ClaimedAt);

/// <summary>A quest and how far the employee is with it.</summary>
public sealed record MyQuest(QuestResponse Quest, QuestProgress Progress);

/// <summary>What a claim paid.</summary>
/// <param name="Remaining">Days of leave left after it.</param>
public sealed record QuestClaimed(
    long QuestId, long EmployeeId, QuestStatus Status, decimal RewardDays, decimal Remaining);

/// <summary>The employee who accepts, completes or claims; the caller.</summary>
public sealed record QuestAction([Id] long EmployeeId);

/// <summary>A manager's consent to an employee's work.</summary>
/// <param name="ManagerId">The caller.</param>
/// <param name="EmployeeId">Whose work it is.</param>
/// <param name="Reason">1 to 500 characters.</param>
public sealed record ApproveQuest([Id] long ManagerId, [Id] long EmployeeId, [Text(500)] string? Reason = null);

/// <summary>A manager's refusal of an employee's work.</summary>
/// <param name="ManagerId">The caller.</param>
/// <param name="EmployeeId">Whose work it is.</param>
/// <param name="Reason">Why: 1 to 500 characters.</param>
public sealed record RejectQuest([Id] long ManagerId, [Id] long EmployeeId, [Text(500)] string Reason);
