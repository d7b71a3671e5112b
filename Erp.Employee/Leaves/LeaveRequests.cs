using Erp.Api.Errors;
using Erp.Contracts;
using Erp.Employee.Data;
using Erp.Employee.Employees;
using Erp.Employee.LeaveLedger;
using Erp.Employee.Outbox;
using Erp.Employee.RequestKeys;
using Erp.ServiceDefaults.Company;
using MySqlConnector;

namespace Erp.Employee.Leaves;

/// <summary>Asking for leave.</summary>
internal sealed class LeaveRequests(
    Database database, Ledger ledger, NotificationOutbox notifications, CompanyCalendar calendar)
{
    /// <summary>Stores a request and tells the managers. 409 when it overlaps one that is pending or approved, or asks
    /// for more than is left of a year beside the pending ones.</summary>
    public async Task<LeaveResponse> CreateAsync(RequestLeave request, RequestKey? key)
    {
        var dates = LeaveDates.Of(request.StartDate, request.EndDate, request.Part);
        var asked = await database.WriteAsync(async transaction =>
        {
            var id = await RequestKey.OnceAsync(
                transaction, key, calendar.Now, () => InsertAsync(transaction, request, dates));
            return (await LeaveRow.FindAsync(transaction.Connection!, id, transaction))!.ToResponse();
        });
        notifications.Wake();
        return asked;
    }

    private async Task<long> InsertAsync(MySqlTransaction transaction, RequestLeave request, LeaveDates dates)
    {
        var employee = await EmployeeLock.TakeActiveAsync(transaction, request.EmployeeId);
        var working = await LeaveRules.CountAsync(transaction, dates);
        MustFit(request.Days, working);
        await LeaveRules.MustNotOverlapAsync(transaction, employee, dates);
        await MustBeFreeAsync(transaction, employee, working);
        var id = await LeaveRow.InsertAsync(transaction, new(
            employee.Id, dates, working, request.Reason.Trim(), LeaveStatus.Pending, null, calendar.Now));
        var leave = (await LeaveRow.FindAsync(transaction.Connection!, id, transaction))!;
        await LeaveNews.TellManagersAsync(
            notifications, transaction, leave, NotificationType.LeaveRequested, "asks for leave",
            Sentences.LeaveRequested);
        return id;
    }

    private static void MustFit(decimal? days, WorkingDays working)
    {
        if (working.Days == 0)
            throw Problems.Unprocessable("no_working_days", "None of these days is a working day.");
        if (days is not null && days != working.Days)
            throw Problems.ValidationFailed(
                [new(nameof(days), [$"must be {working.Days:0.#}, the working days of these dates."])]);
    }

    private async Task MustBeFreeAsync(MySqlTransaction transaction, EmployeeLock employee, WorkingDays working)
    {
        var open = await ledger.EnsureEntitlementAsync(transaction, employee, working.Years[^1].Year);
        foreach (var of in working.Years.GroupBy(y => open.For(y.Year), y => y.Days))
        {
            var free = await Ledger.BalanceAsync(transaction, employee, of.Key)
                - await LeaveRules.PendingAsync(transaction, employee, of.Key, open.First);
            if (of.Sum() > free) throw Ledger.BalanceTooSmall(Math.Max(0, free), of.Key);
        }
    }
}
