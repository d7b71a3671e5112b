using Dapper;
using Erp.Api.Json;
using MySqlConnector;

namespace Erp.Employee.Leaves;

/// <summary>A row of <c>leaves</c>.</summary>
/// <param name="DaysNextYear">Of <paramref name="Days"/>, those in the year after that of
/// <paramref name="StartDate"/>.</param>
internal sealed record LeaveRow(
    long Id, long EmployeeId, DateOnly StartDate, DateOnly EndDate, string Part, decimal Days, decimal DaysNextYear,
    string Reason, string Status, long? ApprovalId, long? DecidedBy, DateTimeOffset? DecidedAt, string? DecisionReason,
    DateTimeOffset? CancelledAt, DateTimeOffset CreatedAt)
{
    public static readonly string Columns = ColumnsOf("leaves");

    /// <summary>Where the table has another name.</summary>
    public static string ColumnsOf(string table) =>
        $"""
        {table}.id AS Id, {table}.employee_id AS EmployeeId, {table}.start_date AS StartDate,
        {table}.end_date AS EndDate, {table}.part AS Part, {table}.days AS Days,
        {table}.days_next_year AS DaysNextYear, {table}.reason AS Reason, {table}.status AS Status,
        {table}.approval_id AS ApprovalId, {table}.decided_by AS DecidedBy, {table}.decided_at AS DecidedAt,
        {table}.decision_reason AS DecisionReason, {table}.cancelled_at AS CancelledAt, {table}.created_at AS CreatedAt
        """;

    /// <summary>The years in which its days lie, with the days.</summary>
    public IEnumerable<(int Year, decimal Days)> Years =>
        [(StartDate.Year, Days - DaysNextYear), (StartDate.Year + 1, DaysNextYear)];

    public LeaveDates Dates => new(StartDate, EndDate, EnumNames.Parse<DayPart>(Part));

    public static Task<LeaveRow?> FindAsync(
        MySqlConnection connection, long id, MySqlTransaction? transaction = null) =>
        connection.QuerySingleOrDefaultAsync<LeaveRow?>(
            $"SELECT {Columns} FROM leaves WHERE id = @id", new { id }, transaction);

    /// <returns>Its id.</returns>
    public static Task<long> InsertAsync(MySqlTransaction transaction, NewLeave leave) =>
        transaction.Connection!.ExecuteScalarAsync<long>(
            """
            INSERT INTO leaves (employee_id, start_date, end_date, part, days, days_next_year, reason, status,
              approval_id, decided_at, created_at)
            VALUES (@EmployeeId, @Start, @End, @part, @Days, @nextYear, @Reason, @status,
              @ApprovalId, @decidedAt, @Now);
            SELECT LAST_INSERT_ID();
            """,
            new
            {
                leave.EmployeeId, leave.Dates.Start, leave.Dates.End, part = leave.Dates.Part.Name(),
                leave.Working.Days, nextYear = leave.Working.In(leave.Dates.Start.Year + 1), leave.Reason,
                status = leave.Status.Name(), leave.ApprovalId,
                decidedAt = leave.Status == LeaveStatus.Pending ? (DateTimeOffset?)null : leave.Now, leave.Now,
            },
            transaction);

    public LeaveResponse ToResponse() =>
        new(
            Id, EmployeeId, StartDate, EndDate, EnumNames.Parse<DayPart>(Part), Days, Reason,
            EnumNames.Parse<LeaveStatus>(Status), ApprovalId, DecidedBy, DecidedAt, DecisionReason, CancelledAt,
            CreatedAt);
}

/// <summary>A leave to be stored.</summary>
internal sealed record NewLeave(
    long EmployeeId, LeaveDates Dates, WorkingDays Working, string Reason, LeaveStatus Status, long? ApprovalId,
    DateTimeOffset Now);
