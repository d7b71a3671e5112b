using Erp.Api.Json;
using Erp.Api.OpenApi;
using Erp.Api.Paging;
using Erp.Employee.Access;
using Erp.ServiceDefaults.Auth;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Erp.Employee.Quests;

internal static class QuestProgressEndpoints
{
    public static void MapQuestProgress(this RouteGroupBuilder quests)
    {
        quests.MapGet("{id}/progress", ListAsync).RequireAuthorization(Policies.ManagerOrHr)
            .WithName("ListQuestProgress")
            .WithSummary("Who is how far with a quest, the latest first; of one status where it is given.");
        quests.MapPost("{id}/accept", AcceptAsync)
            .WithName("AcceptQuest").WithSummary("Begins a quest, or begins it again after a rejection.")
            .ProducesProblem(409).WithExample(new QuestAction(1));
        quests.MapPost("{id}/complete", CompleteAsync)
            .WithName("CompleteQuest").WithSummary("Says that the work is done; a manager decides.")
            .ProducesProblem(409).WithExample(new QuestAction(1));
        quests.MapPost("{id}/claim", ClaimAsync)
            .WithName("ClaimQuest").WithSummary("Takes the reward of approved work, once.").ProducesProblem(409)
            .WithExample(new QuestAction(1));
        quests.MapPut("{id}/approve", ApproveAsync).RequireAuthorization(Policies.ManagerOrHr)
            .WithName("ApproveQuest").WithSummary("The work is done; the reward can be claimed.").ProducesProblem(409)
            .WithExample(new ApproveQuest(2, 1, "Well done"));
        quests.MapPut("{id}/reject", RejectAsync).RequireAuthorization(Policies.ManagerOrHr)
            .WithName("RejectQuest").WithSummary("The work is not done; says why.").ProducesProblem(409)
            .WithExample(new RejectQuest(2, 1, "Two pages have no owner"));
    }

    private static async Task<Ok<Page<QuestProgress>>> ListAsync(
        long id, Named<QuestStatus>? status, PageRequest page, Caller caller, AccessRules access, QuestStore store)
    {
        await access.MustManageAsync(caller, (await store.GetAsync(id)).Department);
        return TypedResults.Ok(await store.ProgressAsync(id, status?.Value, page));
    }

    private static async Task<Ok<QuestProgress>> AcceptAsync(
        long id, QuestAction body, Caller caller, QuestProgressStore store)
    {
        caller.MustBe(body.EmployeeId);
        return TypedResults.Ok(await store.AcceptAsync(id, body.EmployeeId));
    }

    private static async Task<Ok<QuestProgress>> CompleteAsync(
        long id, QuestAction body, Caller caller, QuestProgressStore store)
    {
        caller.MustBe(body.EmployeeId);
        return TypedResults.Ok(await store.CompleteAsync(id, body.EmployeeId));
    }

    private static async Task<Ok<QuestClaimed>> ClaimAsync(
        long id, QuestAction body, Caller caller, QuestProgressStore store)
    {
        caller.MustBe(body.EmployeeId);
        return TypedResults.Ok(await store.ClaimAsync(id, body.EmployeeId));
    }

    private static Task<Ok<QuestProgress>> ApproveAsync(
        long id, ApproveQuest body, Caller caller, AccessRules access, QuestStore quests, QuestProgressStore store) =>
        DecideAsync(
            new(id, QuestMove.Approve, body.ManagerId, body.EmployeeId, body.Reason), caller, access, quests, store);

    private static Task<Ok<QuestProgress>> RejectAsync(
        long id, RejectQuest body, Caller caller, AccessRules access, QuestStore quests, QuestProgressStore store) =>
        DecideAsync(
            new(id, QuestMove.Reject, body.ManagerId, body.EmployeeId, body.Reason), caller, access, quests, store);

    private static async Task<Ok<QuestProgress>> DecideAsync(
        QuestDecision decision, Caller caller, AccessRules access, QuestStore quests, QuestProgressStore store)
    {
        caller.MustBe(decision.ManagerId);
        Caller.Must(!caller.Is(decision.EmployeeId), "Nobody decides about themselves.");
        await access.MustManageAsync(caller, (await quests.GetAsync(decision.QuestId)).Department);
        return TypedResults.Ok(await store.DecideAsync(decision));
    }
}
