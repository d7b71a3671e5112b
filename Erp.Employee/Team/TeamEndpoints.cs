using Erp.Api.Paging;
using Erp.Api.Validation;
using Erp.Employee.Access;
using Erp.ServiceDefaults.Auth;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Erp.Employee.Team;

internal static class TeamEndpoints
{
    public static void MapTeam(this IEndpointRouteBuilder routes) =>
        routes.MapGroup("/employees/team").WithTags("Employees").RequireAuthorization(Policies.ManagerOrHr)
            .MapGet("today", ListAsync)
            .WithName("ListTeamToday")
            .WithSummary("As ListTeam, with everybody's leave of this year and today's attendance.");

    private static async Task<Ok<Page<TeamMember>>> ListAsync(
        [Line(100)] string? department, PageRequest page, Caller caller, AccessRules access, TeamStore store) =>
        TypedResults.Ok(await store.ListAsync(await access.TeamAsync(caller, department), page));
}
