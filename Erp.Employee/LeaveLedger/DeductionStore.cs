using System.Globalization;
using Dapper;
using Erp.Api.Errors;
using Erp.Employee.Data;
using Erp.Employee.Employees;
using Erp.Employee.Leaves;
using Erp.ServiceDefaults.Company;
using MySqlConnector;

namespace Erp.Employee.LeaveLedger;

/// <summary>Deductions for approved requests. With dates the request ends as a leave, by the rules of every
/// leave.</summary>
internal sealed class DeductionStore(Database database, Ledger ledger, CompanyCalendar calendar)
{
    /// <summary>Deducts once per approval; the same approval again is told the first result.</summary>
    public async Task<LeaveDeducted> DeductAsync(long employeeId, DeductLeave request)
    {
        var source = request.ApprovalId.ToString(CultureInfo.InvariantCulture);
        try
        {
            return await database.WriteAsync(async transaction =>
            {
                var employee = await EmployeeLock.TakeAsync(transaction, employeeId);
                if (await Ledger.FindAsync(transaction, LedgerKind.Approval, source) is { } earlier)
                    return earlier.EmployeeId == employeeId && await IsSameAsync(transaction, request, earlier)
                        ? new LeaveDeducted(employeeId, request.ApprovalId, request.Days, earlier.BalanceAfter)
                        : throw AlreadyDeducted();
                var entry = new LedgerEntry(-request.Days, LedgerKind.Approval, source);
                var after = request.Dates is { } dates
                    ? await ledger.AddAsync(
                        transaction, employee, entry,
                        (await AddLeaveAsync(transaction, employee, request, dates)).Years.Select(
                            y => (y.Year, -y.Days)))
                    : await ledger.AddAsync(transaction, employee, entry);
                return new LeaveDeducted(employeeId, request.ApprovalId, request.Days, after);
            });
        }
        catch (MySqlException e) when (e.IsDuplicate())
        {
            // Somebody else's deduction for the same approval was faster: the employee's lock does not cover another
            // employee.
            throw AlreadyDeducted();
        }
    }

    private async Task<WorkingDays> AddLeaveAsync(
        MySqlTransaction transaction, EmployeeLock employee, DeductLeave request, LeaveDates dates)
    {
        var working = await LeaveRules.CountAsync(transaction, dates);
        if (working.Days != request.Days)
            throw Problems.Conflict(
                "days_do_not_fit", $"These dates have {working.Days:0.#} working days, not {request.Days:0.#}.");
        await LeaveRules.MustNotOverlapAsync(transaction, employee, dates);
        var reason = request.Reason?.Trim()
            ?? string.Create(CultureInfo.InvariantCulture, $"Approval {request.ApprovalId}");
        await LeaveRow.InsertAsync(transaction, new(
            employee.Id, dates, working, reason, LeaveStatus.Approved, request.ApprovalId, calendar.Now));
        return working;
    }

    // Who asks again may know of dates now that it did not know of the first time.
    private static async Task<bool> IsSameAsync(
        MySqlTransaction transaction, DeductLeave request, BookedEntry earlier)
    {
        var leave = await transaction.Connection!.QuerySingleOrDefaultAsync<LeaveRow?>(
            $"SELECT {LeaveRow.Columns} FROM leaves WHERE approval_id = @ApprovalId",
            new { request.ApprovalId }, transaction);
        return leave is null
            ? earlier.Delta == -request.Days
            : leave.Days == request.Days && leave.Dates == request.Dates;
    }

    private static ProblemException AlreadyDeducted() =>
        Problems.Conflict(
            "approval_already_deducted",
            "This approval has already deducted leave: from somebody else, for other dates or another number of days.");
}
