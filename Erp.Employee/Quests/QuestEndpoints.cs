using Erp.Api.Errors;
using Erp.Api.OpenApi;
using Erp.Api.Paging;
using Erp.Api.Validation;
using Erp.Employee.Access;
using Erp.Employee.RequestKeys;
using Erp.ServiceDefaults.Auth;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Erp.Employee.Quests;

internal static class QuestEndpoints
{
    public static void MapQuests(this IEndpointRouteBuilder routes)
    {
        var quests = routes.MapGroup("/quests").WithTags("Quests").RequireAuthorization(Policies.Employee)
            .ProducesProblem(404);
        quests.MapPost("", CreateAsync).RequireAuthorization(Policies.ManagerOrHr)
            .WithName("CreateQuest").WithSummary("Offers work that is rewarded with leave.")
            .ProducesProblem(422).WithDescription(RequestKey.Description)
            .WithExample(new CreateQuest("Tidy up the wiki", "Every page has an owner and a date.", 1.5m, "Sales"));
        quests.MapGet("", ListAsync)
            .WithName("ListQuests")
            .WithSummary(
                "Quests of a department, the latest first; of the caller's own, or for HR of all, when none is given.");
        quests.MapGet("available", AvailableAsync)
            .WithName("ListAvailableQuests").WithSummary("Quests that the employee can accept, the latest first.");
        quests.MapGet("my-quests", MyQuestsAsync)
            .WithName("ListMyQuests")
            .WithSummary("Quests that the employee accepted, with their progress, the latest first.");
        quests.MapGet("my-created", MyCreatedAsync).RequireAuthorization(Policies.ManagerOrHr)
            .WithName("ListCreatedQuests")
            .WithSummary("Quests that the manager created, deleted ones too, the latest first.");
        quests.MapGet("{id}", GetAsync)
            .WithName("GetQuest").WithSummary("One quest, also a deleted one.");
        quests.MapDelete("{id}", DeleteAsync).RequireAuthorization(Policies.ManagerOrHr)
            .WithName("DeleteQuest").WithSummary("The quest accepts nobody any more; who is at it can go on.");
        quests.MapQuestProgress();
    }

    private static async Task<Created<QuestResponse>> CreateAsync(
        CreateQuest body, Caller caller, AccessRules access, QuestStore store,
        [FromHeader(Name = "Idempotency-Key"), Line(64)] string? key)
    {
        await access.MustManageAsync(caller, body.Department.Trim());
        var quest = await store.CreateAsync(body, caller.EmployeeId, RequestKey.Of(key, caller, body));
        return TypedResults.Created($"/quests/{quest.Id}", quest);
    }

    private static async Task<Ok<Page<QuestResponse>>> ListAsync(
        [Line(100)] string? department, PageRequest page, Caller caller, AccessRules access, QuestStore store)
    {
        var wanted = department?.Trim();
        if (!caller.IsHr)
        {
            var own = await access.DepartmentOfAsync(caller)
                ?? throw Problems.Forbidden("Only employees of a department see its quests.");
            Caller.Must(wanted is null || wanted == own, "Quests are for the employees of their department.");
            wanted = own;
        }
        return TypedResults.Ok(await store.ListAsync(wanted, page));
    }

    private static async Task<Ok<Page<QuestResponse>>> AvailableAsync(
        long employeeId, PageRequest page, Caller caller, AccessRules access, QuestStore store)
    {
        await access.MustSeeAsync(caller, employeeId);
        var department = await access.DepartmentOfAsync(employeeId) ?? throw Employees.EmployeeStore.NotFound();
        return TypedResults.Ok(await store.AvailableAsync(employeeId, department, page));
    }

    private static async Task<Ok<Page<MyQuest>>> MyQuestsAsync(
        long employeeId, PageRequest page, Caller caller, AccessRules access, QuestStore store)
    {
        await access.MustSeeAsync(caller, employeeId);
        return TypedResults.Ok(await store.AcceptedByAsync(employeeId, page));
    }

    private static async Task<Ok<Page<QuestResponse>>> MyCreatedAsync(
        long managerId, PageRequest page, Caller caller, QuestStore store)
    {
        if (!caller.IsHr) caller.MustBe(managerId);
        return TypedResults.Ok(await store.CreatedByAsync(managerId, page));
    }

    private static async Task<Ok<QuestResponse>> GetAsync(long id, Caller caller, AccessRules access, QuestStore store)
    {
        var quest = await store.GetAsync(id);
        Caller.Must(
            caller.IsHr || quest.Department == await access.DepartmentOfAsync(caller),
            "Quests are for the employees of their department.");
        return TypedResults.Ok(quest);
    }

    private static async Task<NoContent> DeleteAsync(long id, Caller caller, AccessRules access, QuestStore store)
    {
        await access.MustManageAsync(caller, (await store.GetAsync(id)).Department);
        await store.DeleteAsync(id);
        return TypedResults.NoContent();
    }
}
