using Erp.Api.OpenApi;
using Erp.ServiceDefaults.Auth;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Erp.Employee.ApproverLines;

internal static class ApproverLineEndpoints
{
    public static void MapApproverLines(this IEndpointRouteBuilder routes)
    {
        var lines = routes.MapGroup("/employees/{id}/approver-lines").WithTags("Approver lines")
            .RequireAuthorization(Policies.Employee);
        lines.MapGet("", ListAsync)
            .WithName("ListApproverLines").WithSummary("The lines of approvers that one keeps, by name; 50 at most.");
        lines.MapPut("{name}", PutAsync).ProducesProblem(404).ProducesProblem(409).ProducesProblem(422)
            .WithName("SaveApproverLine")
            .WithSummary("Keeps a line of approvers under a name, instead of the one that had it.")
            .WithExample(new SaveApproverLine([7, 11]));
        lines.MapDelete("{name}", DeleteAsync)
            .WithName("DeleteApproverLine").WithSummary("Keeps a line no more; also when there is none of that name.");
    }

    private static async Task<Ok<ApproverLines>> ListAsync(long id, Caller caller, ApproverLineStore store)
    {
        caller.MustBe(id);
        return TypedResults.Ok(new ApproverLines(await store.ListAsync(id)));
    }

    private static async Task<Ok<ApproverLine>> PutAsync(
        long id, [LineName] string name, SaveApproverLine body, Caller caller, ApproverLineStore store)
    {
        caller.MustBe(id);
        return TypedResults.Ok(await store.SaveAsync(id, new(name.Trim(), body.ApproverIds)));
    }

    private static async Task<NoContent> DeleteAsync(
        long id, [LineName] string name, Caller caller, ApproverLineStore store)
    {
        caller.MustBe(id);
        await store.DeleteAsync(id, name.Trim());
        return TypedResults.NoContent();
    }
}
