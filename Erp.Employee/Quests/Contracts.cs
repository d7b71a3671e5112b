using Erp.Employee.Validation;

namespace Erp.Employee.Quests;

/// <summary>Work that is rewarded with leave.</summary>
/// <param name="Title">1 to 200 characters.</param>
/// <param name="Description">1 to 4,000 characters.</param>
/// <param name="RewardDays">0.5 to 5, a multiple of 0.5.</param>
/// <param name="Department">Whose employees may accept it.</param>
public sealed record CreateQuest(string Title, string Description, decimal RewardDays, string Department) : IValidated
{
    void IValidated.Validate(Rules rules) => rules
        .Line("title", Title, 200)
        .Text("description", Description, 4000)
        .Days("rewardDays", RewardDays, 0.5m, 5)
        .Line("department", Department, 100);
}

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
public sealed record QuestAction(long EmployeeId) : IValidated
{
    void IValidated.Validate(Rules rules) => rules.Id("employeeId", EmployeeId);
}

/// <summary>A manager's decision about an employee's work.</summary>
/// <param name="ManagerId">The caller.</param>
/// <param name="EmployeeId">Whose work it is.</param>
/// <param name="Reason">1 to 500 characters; needed to reject.</param>
public sealed record QuestDecision(long ManagerId, long EmployeeId, string? Reason = null) : IValidated
{
    void IValidated.Validate(Rules rules) => rules
        .Id("managerId", ManagerId)
        .Id("employeeId", EmployeeId)
        .Text("reason", Reason, 500, required: Reason is not null);
}
