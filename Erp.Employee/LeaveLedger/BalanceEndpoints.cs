using System.ComponentModel.DataAnnotations;
using Erp.Api.OpenApi;
using Erp.Api.Paging;
using Erp.Api.Validation;
using Erp.Employee.Access;
using Erp.ServiceDefaults.Auth;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Erp.Employee.LeaveLedger;

internal static class BalanceEndpoints
{
    public static void MapLeaveBalance(this IEndpointRouteBuilder routes)
    {
        var balance = routes.MapGroup("/employees/{id}").WithTags("Leave balance").RequireAuthorization()
            .ProducesProblem(404);
        balance.MapGet("leave-balance", GetAsync)
            .WithName("GetLeaveBalance")
            .WithSummary("Days granted, used, asked for and left of a year; without one, of this year.");
        balance.MapGet("leave-ledger", ListAsync).RequireAuthorization(Policies.Employee)
            .WithName("ListLeaveLedger").WithSummary("Every entry behind the balances, the latest first.");
        balance.MapPut("leave-balance", AdjustAsync).RequireAuthorization(Policies.ManagerOrHr)
            .WithName("AdjustLeaveBalance")
            .WithSummary("Adds or takes days, with a reason; tells the employee.")
            .ProducesProblem(409).ProducesProblem(422)
            .WithExample(new AdjustBalance(1.5m, "Worked on two Saturdays"));
        balance.MapPost("deduct-leave", DeductAsync).RequireAuthorization(Policies.Service)
            .WithName("DeductLeave")
            .WithSummary("Deducts the days of an approved request, once per approval; with dates it is a leave.")
            .ProducesProblem(409)
            .WithExample(new DeductLeave(2, 101, new(2026, 6, 1), new(2026, 6, 2), null, "Family"));
    }

    private static async Task<Ok<LeaveBalance>> GetAsync(
        long id, [Range(2000, 2100)] int? year, Caller caller, AccessRules access, BalanceStore store)
    {
        if (!caller.IsService) await access.MustSeeAsync(caller, id);
        return TypedResults.Ok(await store.GetAsync(id, year));
    }

    private static async Task<Ok<Page<LedgerLine>>> ListAsync(
        long id, PageRequest page, Caller caller, AccessRules access, BalanceStore store)
    {
        await access.MustSeeAsync(caller, id);
        return TypedResults.Ok(await store.ListAsync(id, page));
    }

    private static async Task<Ok<LeaveBalance>> AdjustAsync(
        long id, AdjustBalance body, Caller caller, AccessRules access, BalanceStore store,
        [FromHeader(Name = "Idempotency-Key"), Line(64)] string? key)
    {
        await access.MustDecideForAsync(caller, id);
        return TypedResults.Ok(await store.AdjustAsync(id, body, key, caller.EmployeeId));
    }

    private static async Task<Ok<LeaveDeducted>> DeductAsync(long id, DeductLeave body, DeductionStore store) =>
        TypedResults.Ok(await store.DeductAsync(id, body));
}
