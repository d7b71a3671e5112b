using Erp.Api.OpenApi;
using Erp.Employee.Access;
using Erp.ServiceDefaults.Auth;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Erp.Employee.Mail;

internal static class MailEndpoints
{
    public static void MapMail(this IEndpointRouteBuilder routes)
    {
        var employee = routes.MapGroup("/employees/{id}").WithTags("Mail").ProducesProblem(404);
        employee.MapGet("mail-preferences", GetAsync).RequireAuthorization(Policies.Employee)
            .WithName("GetMailPreferences").WithSummary("What somebody wants to have by mail as well.");
        employee.MapPut("mail-preferences", PutAsync).RequireAuthorization(Policies.Employee)
            .WithName("SetMailPreferences").WithSummary("Says so, instead of whatever was said before.")
            .ProducesProblem(409)
            .WithExample(new MailPreferences([MailType.ApprovalRequested, MailType.LeaveStatusChanged]));
        employee.MapGet("mail-address", AddressAsync).RequireAuthorization(Policies.Service)
            .WithName("GetMailAddress").WithSummary("Where to send somebody's mail, and what of; for services.");
    }

    private static async Task<Ok<MailPreferences>> GetAsync(long id, Caller caller, MailStore store)
    {
        AccessRules.MustBeOrHr(caller, id);
        return TypedResults.Ok(new MailPreferences((await store.GetAsync(id)).Types));
    }

    private static async Task<Ok<MailPreferences>> PutAsync(
        long id, MailPreferences body, Caller caller, MailStore store)
    {
        AccessRules.MustBeOrHr(caller, id);
        return TypedResults.Ok(new MailPreferences(await store.SetAsync(id, body.Types)));
    }

    private static async Task<Ok<MailAddress>> AddressAsync(long id, MailStore store) =>
        TypedResults.Ok(await store.GetAsync(id));
}
