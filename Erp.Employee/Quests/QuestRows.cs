using Erp.Api.Json;

namespace Erp.Employee.Quests;

/// <summary>A row of <c>quests q</c>.</summary>
internal sealed record QuestRow(
    long Id, string Title, string Description, decimal RewardDays, string Department, long? CreatedBy, bool Deleted,
    DateTimeOffset CreatedAt)
{
    public const string Columns =
        "q.id AS Id, q.title AS Title, q.description AS Description, q.reward_days AS RewardDays, "
        + "q.department AS Department, q.created_by AS CreatedBy, q.deleted AS Deleted, q.created_at AS CreatedAt";

    public QuestResponse ToResponse() =>
        new(Id, Title, Description, RewardDays, Department, CreatedBy, Deleted, CreatedAt);
}

/// <summary>A row of <c>quest_progress p</c>.</summary>
internal sealed record ProgressRow(
    long Id, long QuestId, long EmployeeId, string Status, string? Reason, long? DecidedBy,
    DateTimeOffset AcceptedAt, DateTimeOffset? CompletedAt, DateTimeOffset? DecidedAt, DateTimeOffset? ClaimedAt)
{
    public const string Columns =
        "p.id AS Id, p.quest_id AS QuestId, p.employee_id AS EmployeeId, p.status AS Status, p.reason AS Reason, "
        + "p.decided_by AS DecidedBy, p.accepted_at AS AcceptedAt, p.completed_at AS CompletedAt, "
        + "p.decided_at AS DecidedAt, p.claimed_at AS ClaimedAt";

    public QuestProgress ToProgress() =>
        new(
            QuestId,
            EmployeeId,
            EnumNames.Parse<QuestStatus>(Status),
            Reason,
            DecidedBy,
            AcceptedAt,
            CompletedAt,
            DecidedAt,
            ClaimedAt);
}
