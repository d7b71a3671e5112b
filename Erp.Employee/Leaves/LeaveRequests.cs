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
    Database database, Ledger ledger, LeaveYears years, NotificationOutbox notifications, CompanyCalendar calendar)
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
        var asked = working.Years.GroupBy(y => open.For(y.Year), y => y.Days)
            .ToDictionary(of => of.Key, of => of.Sum());
        foreach (var (year, days) in asked)
        {
            var free = await FreeAsync(year);
            // What went over from it comes back when it is needed, unless it is asked for in the year after.
            if (days > free)
                free += Math.Clamp(
                    await FreeAsync(year + 1) - asked.GetValueOrDefault(year + 1), 0,
                    (await years.ReturnableAsync(transaction, employee, year)).Days);
            if (days > free) throw Ledger.BalanceTooSmall(Math.Max(0, free), year);
        }

        async Task<decimal> FreeAsync(int year) =>
            await Ledger.BalanceAsync(transaction, employee, year)
                - await LeaveRules.PendingAsync(transaction, employee, year, open.First);
    }
}
