using System.ComponentModel.DataAnnotations;
using Erp.Api.Errors;
using Erp.Api.Json;
using Erp.Api.OpenApi;
using Erp.Api.Paging;
using Erp.Api.Validation;
using Erp.Employee.Access;
using Erp.Employee.Holidays;
using Erp.Employee.LeaveLedger;
using Erp.Employee.RequestKeys;
using Erp.ServiceDefaults.Auth;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Erp.Employee.Leaves;

internal static class LeaveEndpoints
{
    public static void MapLeaves(this IEndpointRouteBuilder routes)
    {
        var leaves = routes.MapGroup("/leaves").WithTags("Leaves").RequireAuthorization(Policies.Employee)
            .ProducesProblem(404);
        leaves.MapPost("", CreateAsync)
            .WithName("RequestLeave").WithSummary("Asks for leave, for oneself; HR for everybody.")
            .ProducesProblem(409).ProducesProblem(422).WithDescription(RequestKey.Description)
            .WithExample(new RequestLeave(1, new(2026, 6, 1), new(2026, 6, 3), "Family", 3));
        // Before a leave is asked for, or an approval of one.
        routes.MapGet("/leaves/working-days", CountAsync).WithTags("Leaves").RequireAuthorization()
            .WithName("CountWorkingDays").WithSummary("How many days of leave some dates take, and in which years.");
        leaves.MapGet("", ListOfDepartmentAsync).RequireAuthorization(Policies.ManagerOrHr)
            .WithName("ListLeavesOfDepartment")
            .WithSummary("The leaves of a department's people, the latest request first; with days from one date to "
                + "another.");
        leaves.MapGet("{employeeId}", ListAsync)
            .WithName("ListLeaves").WithSummary("An employee's leaves, the latest request first.");
        leaves.MapGet("{employeeId}/{leaveId}", GetAsync)
            .WithName("GetLeave").WithSummary("One leave.");
        leaves.MapGet("balance/{employeeId}", BalanceAsync)
            .WithName("GetBalanceForLeaves").WithSummary("The same as /employees/{id}/leave-balance.");
        leaves.MapPut("{id}/approve", ApproveAsync).RequireAuthorization(Policies.ManagerOrHr)
            .WithName("ApproveLeave").WithSummary("Grants a pending leave and deducts its days.").ProducesProblem(409)
            .WithExample(new DecideLeave("Have a good time"));
        leaves.MapPost("{id}/cancel", CancelAsync)
            .WithName("CancelLeave")
            .WithSummary("Takes back one's leave while it is pending, or approved and not begun; its days come back.")
            .ProducesProblem(409);
        leaves.MapPut("{id}/reject", RejectAsync).RequireAuthorization(Policies.ManagerOrHr)
            .WithName("RejectLeave").WithSummary("Refuses a pending leave.").ProducesProblem(409)
            .WithExample(new DecideLeave("Year-end closing"));
    }

    private static async Task<Created<LeaveResponse>> CreateAsync(
        RequestLeave body, Caller caller, LeaveRequests requests,
        [FromHeader(Name = "Idempotency-Key"), Line(64)] string? key)
    {
        if (!caller.IsHr) caller.MustBe(body.EmployeeId);
        var leave = await requests.CreateAsync(body, RequestKey.Of(key, caller, body));
        return TypedResults.Created($"/leaves/{leave.EmployeeId}/{leave.Id}", leave);
    }

    private static async Task<Ok<Page<LeaveResponse>>> ListOfDepartmentAsync(
        [Line(100)] string? department, Named<LeaveStatus>? status, [Years(2000, 2100)] DateOnly? from,
        [Years(2000, 2100)] DateOnly? to, PageRequest page, Caller caller, AccessRules access, LeaveStore store)
    {
        if (to < from) throw Problems.ValidationFailed([new(nameof(to), ["must not be before from."])]);
        // HR sees everybody, a manager the own department.
        var of = department?.Trim() ?? (caller.IsHr ? null : await access.DepartmentOfAsync(caller) ?? "");
        if (of is not null) await access.MustManageAsync(caller, of);
        return TypedResults.Ok(await store.ListAsync(of, status?.Value, from, to, page));
    }

    private static async Task<Ok<WorkingDays>> CountAsync(
        [Years(2000, 2100)] DateOnly startDate, DateOnly endDate, Named<DayPart>? part, HolidayStore holidays)
    {
        var dates = LeaveDates.Of(startDate, endDate, part?.Value);
        return TypedResults.Ok(dates.Count(await holidays.ListAsync(dates.Start, dates.End)));
    }

    private static async Task<Ok<Page<LeaveResponse>>> ListAsync(
        long employeeId, PageRequest page, Caller caller, AccessRules access, LeaveStore store)
    {
        await access.MustSeeAsync(caller, employeeId);
        return TypedResults.Ok(await store.ListAsync(employeeId, page));
    }

    private static async Task<Ok<LeaveResponse>> GetAsync(
        long employeeId, long leaveId, Caller caller, AccessRules access, LeaveStore store)
    {
        await access.MustSeeAsync(caller, employeeId);
        var leave = await store.GetAsync(leaveId);
        return leave.EmployeeId == employeeId ? TypedResults.Ok(leave) : throw LeaveStore.NotFound();
    }

    private static async Task<Ok<LeaveBalance>> BalanceAsync(
        long employeeId, [Range(2000, 2100)] int? year, Caller caller, AccessRules access, BalanceStore balances)
    {
        await access.MustSeeAsync(caller, employeeId);
        return TypedResults.Ok(await balances.GetAsync(employeeId, year));
    }

    private static Task<Ok<LeaveResponse>> ApproveAsync(
        long id, DecideLeave? body, Caller caller, AccessRules access, LeaveStore store, LeaveDecisions decisions) =>
        DecideAsync(id, LeaveMove.Approve, body, caller, access, store, decisions);

    private static Task<Ok<LeaveResponse>> RejectAsync(
        long id, DecideLeave? body, Caller caller, AccessRules access, LeaveStore store, LeaveDecisions decisions) =>
        DecideAsync(id, LeaveMove.Reject, body, caller, access, store, decisions);

    private static async Task<Ok<LeaveResponse>> CancelAsync(
        long id, Caller caller, LeaveStore store, LeaveDecisions decisions)
    {
        var leave = await store.GetAsync(id);
        caller.MustBe(leave.EmployeeId);
        return TypedResults.Ok(await decisions.CancelAsync(leave, caller.EmployeeId));
    }

    private static async Task<Ok<LeaveResponse>> DecideAsync(
        long id, LeaveMove move, DecideLeave? body, Caller caller, AccessRules access, LeaveStore store,
        LeaveDecisions decisions)
    {
        var leave = await store.GetAsync(id);
        await access.MustDecideForAsync(caller, leave.EmployeeId);
        return TypedResults.Ok(await decisions.DecideAsync(leave, move, body?.Reason?.Trim(), caller.EmployeeId));
    }
}
