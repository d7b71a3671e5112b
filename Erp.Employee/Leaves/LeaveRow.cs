using Erp.Api.Json;

namespace Erp.Employee.Leaves;

/// <summary>A row of <c>leaves</c>.</summary>
internal sealed record LeaveRow(
    long Id, long EmployeeId, DateOnly StartDate, DateOnly EndDate, decimal Days, string Reason, string Status,
    long? DecidedBy, DateTimeOffset? DecidedAt, string? DecisionReason, DateTimeOffset CreatedAt)
{
    public const string Columns =
        "id AS Id, employee_id AS EmployeeId, start_date AS StartDate, end_date AS EndDate, days AS Days, "
        + "reason AS Reason, status AS Status, decided_by AS DecidedBy, decided_at AS DecidedAt, "
        + "decision_reason AS DecisionReason, created_at AS CreatedAt";

    public LeaveResponse ToResponse() =>
        new(
            Id,
            EmployeeId,
            StartDate,
            EndDate,
            Days,
            Reason,
            EnumNames.Parse<LeaveStatus>(Status),
            DecidedBy,
            DecidedAt,
            DecisionReason,
            CreatedAt);
}
