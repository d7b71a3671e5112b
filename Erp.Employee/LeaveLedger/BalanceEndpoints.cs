using Erp.Employee.Access;
using Erp.Employee.Http;
using Erp.Employee.Validation;
using Erp.ServiceDefaults.Auth;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Erp.Employee.LeaveLedger;

internal static class BalanceEndpoints
{
    public static void MapLeaveBalance(this IEndpointRouteBuilder routes)
    {
        var balance = routes.MapResource("/employees/{id}", "Leave balance").Refuses(404);
        balance.MapGet("leave-balance", GetAsync)
            .WithName("GetLeaveBalance").WithSummary("Days granted, used, asked for and left.");
        balance.MapPut("leave-balance", AdjustAsync).RequireAuthorization(Policies.ManagerOrHr)
            .WithName("AdjustLeaveBalance")
            .WithSummary("Adds or takes days, with a reason; tells the employee.")
            .Refuses(409, 422)
            .WithExample(new AdjustBalance(1.5m, "Worked on two Saturdays"));
        balance.MapPost("deduct-leave", DeductAsync).RequireAuthorization(Policies.Service)
            .WithName("DeductLeave")
            .WithSummary("Deducts the days of an approved request, once per approval.")
            .Refuses(409)
            .WithExample(new DeductLeave(2, 101));
    }

    private static async Task<Ok<LeaveBalance>> GetAsync(long id, Caller caller, AccessRules access, BalanceStore store)
    {
        if (!caller.IsService) await access.MustSeeAsync(caller, id);
        return TypedResults.Ok(await store.GetAsync(id));
    }

    private static async Task<Ok<LeaveBalance>> AdjustAsync(
        long id, AdjustBalance body, Caller caller, AccessRules access, BalanceStore store,
        [FromHeader(Name = "Idempotency-Key")] string? key)
    {
        await access.MustDecideForAsync(caller, id);
        var rules = new Rules();
        rules.Line("Idempotency-Key", key, 64, required: key is not null);
        rules.ThrowIfBroken();
        return TypedResults.Ok(await store.AdjustAsync(id, body, key, caller.EmployeeId));
    }

    private static async Task<Ok<LeaveDeducted>> DeductAsync(long id, DeductLeave body, BalanceStore store) =>
        TypedResults.Ok(await store.DeductAsync(id, body));
}
