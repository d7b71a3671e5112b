using Erp.Api.OpenApi;
using Erp.Employee.Access;
using Erp.ServiceDefaults.Auth;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Erp.Employee.Deputies;

internal static class DeputyEndpoints
{
    public static void MapDeputies(this IEndpointRouteBuilder routes)
    {
        var deputy = routes.MapGroup("/employees/{id}/deputy").WithTags("Deputies")
            .RequireAuthorization(Policies.Employee).ProducesProblem(404);
        deputy.MapGet("", GetAsync)
            .WithName("GetDeputy").WithSummary("Who decides for somebody, now or later; 404 when nobody does.");
        deputy.MapPut("", PutAsync).ProducesProblem(409).ProducesProblem(422)
            .WithName("NameDeputy")
            .WithSummary("Names who decides while one is away, instead of whoever was named before.")
            .WithExample(new NameDeputy(7, new(2026, 12, 21), new(2026, 12, 31)));
        deputy.MapDelete("", DeleteAsync)
            .WithName("RemoveDeputy").WithSummary("The employee decides again; also when they did already.");
    }

    private static async Task<Ok<DeputyResponse>> GetAsync(
        long id, Caller caller, AccessRules access, DeputyStore store)
    {
        await access.MustSeeAsync(caller, id);
        return TypedResults.Ok(await store.GetAsync(id));
    }

    private static async Task<Ok<DeputyResponse>> PutAsync(long id, NameDeputy body, Caller caller, DeputyStore store)
    {
        AccessRules.MustBeOrHr(caller, id);
        return TypedResults.Ok(await store.NameAsync(id, body));
    }

    private static async Task<NoContent> DeleteAsync(long id, Caller caller, DeputyStore store)
    {
        AccessRules.MustBeOrHr(caller, id);
        await store.RemoveAsync(id);
        return TypedResults.NoContent();
    }
}
