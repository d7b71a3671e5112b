using System.Globalization;
using Dapper;
using Erp.Api.Errors;
using Erp.Api.Json;
using Erp.Api.Paging;
using Erp.Employee.Company;
using Erp.Employee.Data;
using Erp.Employee.Employees;
using Erp.Employee.LeaveLedger;
using Erp.Employee.Outbox;

namespace Erp.Employee.Leaves;

/// <summary>Leave requests.</summary>
internal sealed class LeaveStore(
    Database database, Ledger ledger, NotificationOutbox notifications, CompanyCalendar calendar)
{
    public static ProblemException NotFound() => Problems.NotFound("leave_not_found", "There is no such leave.");

    /// <summary>Stores a request. 409 when it overlaps one that is pending or approved, or asks for more than is left
    /// beside the pending ones.</summary>
    public Task<LeaveResponse> CreateAsync(RequestLeave request) => database.WriteAsync(async transaction =>
    {
        var dates = LeaveDates.Of(request.StartDate, request.EndDate, request.Part);
        var employee = await EmployeeLock.TakeActiveAsync(transaction, request.EmployeeId);
        await ledger.EnsureEntitlementAsync(transaction, employee);
        var working = await LeaveRules.CountAsync(transaction, dates);
        if (working.Days == 0)
            throw Problems.Unprocessable("no_working_days", "None of these days is a working day.");
        if (request.Days is { } days && days != working.Days)
            throw Problems.ValidationFailed(
                [new(nameof(days), [$"must be {working.Days:0.#}, the working days of these dates."])]);
        await LeaveRules.MustNotOverlapAsync(transaction, employee, dates);
        var free = await Ledger.BalanceAsync(transaction, employee.Id)
            - await LeaveRules.PendingAsync(transaction, employee);
        if (working.Days > free) throw Ledger.BalanceTooSmall(free);
        var id = await LeaveRow.InsertAsync(transaction, new(
            employee.Id, dates, working, request.Reason.Trim(), LeaveStatus.Pending, null, calendar.Now));
        return (await LeaveRow.FindAsync(transaction.Connection!, id, transaction))!.ToResponse();
    });

    public async Task<LeaveResponse> GetAsync(long id) =>
        (await database.ReadAsync(c => LeaveRow.FindAsync(c, id)))?.ToResponse() ?? throw NotFound();

    /// <summary>Leaves, the latest request first.</summary>
    public async Task<Page<LeaveResponse>> ListAsync(long employeeId, PageRequest page)
    {
        var rows = await database.ReadAsync(c => c.QueryAsync<LeaveRow>($"""
            SELECT {LeaveRow.Columns} FROM leaves WHERE employee_id = @employeeId AND id < @before ORDER BY id DESC
                LIMIT @rows
            """, new { employeeId, before = page.After ?? long.MaxValue, rows = page.Limit + 1 }));
        return Page.From(rows.Select(r => r.ToResponse()).ToList(), page, l => l.Id);
    }

    /// <summary>Decides a pending leave, once. Approval and deduction are one transaction: neither is ever there
    /// without the other.</summary>
    public async Task<LeaveResponse> DecideAsync(LeaveResponse leave, LeaveMove move, string? reason, long? decidedBy)
    {
        var decided = await database.WriteAsync(async transaction =>
        {
            var employee = await EmployeeLock.TakeAsync(transaction, leave.EmployeeId);
            var row = (await LeaveRow.FindAsync(transaction.Connection!, leave.Id, transaction))!;
            if (!LeaveMoves.Table.TryGetValue((EnumNames.Parse<LeaveStatus>(row.Status), move), out var status))
                throw Problems.Conflict("leave_already_decided", $"This leave is {row.Status} already.");
            await transaction.Connection!.ExecuteAsync("""
                UPDATE leaves SET status = @status, decided_by = @decidedBy, decided_at = @now,
                    decision_reason = @reason
                WHERE id = @Id AND status = @from
                """,
                new
                {
                    leave.Id,
                    status = status.Name(),
                    from = row.Status,
                    decidedBy,
                    reason,
                    now = calendar.Now,
                },
                transaction);
            if (status == LeaveStatus.Approved)
                await ledger.AddAsync(
                    transaction,
                    employee,
                    new(-row.Days, LedgerKind.Leave, row.Id.ToString(CultureInfo.InvariantCulture), null, decidedBy));
            await notifications.AddAsync(
                transaction,
                row.EmployeeId,
                NotificationType.LeaveStatusChanged,
                status.Name(),
                $"Your leave from {row.StartDate:yyyy-MM-dd} to {row.EndDate:yyyy-MM-dd} was "
                    + $"{status.Name().ToLowerInvariant()}."
                + (reason is null ? "" : $" Reason: {reason}"));
            return (await LeaveRow.FindAsync(transaction.Connection!, leave.Id, transaction))!.ToResponse();
        });
        notifications.Wake();
        return decided;
    }
}
