using Dapper;
using Erp.Api.Errors;
using Erp.Contracts;
using Erp.Employee.Changes;
using Erp.Employee.Data;
using Erp.Employee.Employees;
using Erp.ServiceDefaults.Company;
using MySqlConnector;

namespace Erp.Employee.Deputies;

/// <summary>Who decides for whom, in the employees' rows: a change of a deputy is a change of the employee, told to all
/// services.</summary>
internal sealed class DeputyStore(Database database, CompanyCalendar calendar, EmployeeChanges changes)
{
    /// <summary>404 when nobody is named, or was until a day that is over.</summary>
    public async Task<DeputyResponse> GetAsync(long id)
    {
        var found = await database.ReadAsync(async c =>
        {
            var employee = await EmployeeStore.FindAsync(c, id) ?? throw EmployeeStore.NotFound();
            return employee.Deputy is { } deputy && deputy.Until >= calendar.Today
                ? Response(employee, (await EmployeeStore.FindAsync(c, deputy.EmployeeId))!)
                : null;
        });
        return found ?? throw Problems.NotFound("no_deputy", "Nobody decides for this employee.");
    }

    /// <summary>422 for who cannot be a deputy, 409 when deputies would decide for each other in a circle.</summary>
    public async Task<DeputyResponse> NameAsync(long id, NameDeputy body)
    {
        if (body.DeputyId == id)
            throw Problems.Unprocessable("self_deputy", "Nobody is their own deputy.");
        if (body.Until < calendar.Today)
            throw Problems.Unprocessable("deputy_until_past", $"until must not be before today, {calendar.Today:O}.");
        var wanted = new Deputy(body.DeputyId, body.From, body.Until);
        var (employee, named) = await database.WriteAsync(async transaction =>
        {
            var row = await HoldAsync(transaction, id, body.DeputyId) ?? throw EmployeeStore.NotFound();
            if (!row.Active)
                throw Problems.Conflict(ErrorCodes.EmployeeInactive, "This employee has left the company.");
            var deputy = await EmployeeStore.FindAsync(transaction.Connection!, body.DeputyId, transaction);
            if (deputy is not { Active: true })
                throw Problems.Unprocessable(
                    "deputy_inactive", "The deputy must be somebody who works here.", ("employeeId", body.DeputyId));
            await MustNotCircleAsync(transaction, id, deputy, wanted);
            if (row.Deputy != wanted) row = await ChangeAsync(transaction, row, wanted);
            return (row, deputy);
        });
        changes.Committed(employee);
        return Response(employee, named);
    }

    /// <summary>Again is the same.</summary>
    public async Task RemoveAsync(long id) => changes.Committed(await database.WriteAsync(async transaction =>
    {
        var row = await HoldAsync(transaction, id) ?? throw EmployeeStore.NotFound();
        return row.Deputy is null ? row : await ChangeAsync(transaction, row, null);
    }));

    private async Task<EmployeeRow> ChangeAsync(MySqlTransaction transaction, EmployeeRow row, Deputy? deputy)
    {
        await transaction.Connection!.ExecuteAsync(
            "UPDATE employees SET deputy_id = @EmployeeId, deputy_from = @From, deputy_until = @Until, "
                + "version = version + 1, changed_at = @Now WHERE id = @Id",
            new { row.Id, deputy?.EmployeeId, deputy?.From, deputy?.Until, calendar.Now }, transaction);
        return await EmployeeChanges.AddAsync(
            transaction, (await EmployeeStore.FindAsync(transaction.Connection!, row.Id, transaction))!);
    }

    // Everybody on the way is held: of two who name each other at once, one sees what the other wrote.
    private static async Task MustNotCircleAsync(
        MySqlTransaction transaction, long id, EmployeeRow deputy, Deputy wanted)
    {
        var (from, until) = (wanted.From, wanted.Until);
        for (var at = deputy; at?.Deputy is { } next; at = await HoldAsync(transaction, next.EmployeeId))
        {
            (from, until) = (next.From > from ? next.From : from, next.Until < until ? next.Until : until);
            if (from > until) return;
            if (next.EmployeeId == id)
                throw Problems.Conflict(
                    "deputy_circle", $"Employee {at.Id} has named this one as deputy for some of these days.");
        }
    }

    // Of several in the order of their ids, so that two who do this do not wait for each other.
    private static async Task<EmployeeRow?> HoldAsync(MySqlTransaction transaction, long id, params long[] others)
    {
        var rows = await transaction.Connection!.QueryAsync<EmployeeRow>(
            $"SELECT {EmployeeRow.Columns} FROM employees WHERE id IN @ids ORDER BY id FOR UPDATE",
            new { ids = others.Append(id) }, transaction);
        return rows.FirstOrDefault(r => r.Id == id);
    }

    private static DeputyResponse Response(EmployeeRow employee, EmployeeRow deputy) => new(
        employee.Id, deputy.Id, deputy.Name, employee.Deputy!.From, employee.Deputy.Until, deputy.Active);
}
