using Erp.Employee.Access;
using Erp.Employee.Http;
using Erp.Employee.Validation;
using Erp.ServiceDefaults.Auth;
using Erp.ServiceDefaults.Http;
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
            .WithName("AcceptQuest").WithSummary("Begins a quest, or begins it again after a rejection.").Refuses(409)
            .WithExample(new QuestAction(1));
        quests.MapPost("{id}/complete", CompleteAsync)
            .WithName("CompleteQuest").WithSummary("Says that the work is done; a manager decides.").Refuses(409)
            .WithExample(new QuestAction(1));
        quests.MapPost("{id}/claim", ClaimAsync)
            .WithName("ClaimQuest").WithSummary("Takes the reward of approved work, once.").Refuses(409)
            .WithExample(new QuestAction(1));
        quests.MapPut("{id}/approve", ApproveAsync).RequireAuthorization(Policies.ManagerOrHr)
            .WithName("ApproveQuest").WithSummary("The work is done; the reward can be claimed.").Refuses(409)
            .WithExample(new QuestDecision(2, 1, "Well done"));
        quests.MapPut("{id}/reject", RejectAsync).RequireAuthorization(Policies.ManagerOrHr)
            .WithName("RejectQuest").WithSummary("The work is not done; says why.").Refuses(409)
            .WithExample(new QuestDecision(2, 1, "Two pages have no owner"));
    }

    private static async Task<Ok<Page<QuestProgress>>> ListAsync(
        long id, string? status, PageRequest page, Caller caller, AccessRules access, QuestStore store)
    {
        await access.MustManageAsync(caller, (await store.GetAsync(id)).Department);
        return TypedResults.Ok(await store.ProgressAsync(id, Filter.Name<QuestStatus>(status, "status"), page));
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
        long id, QuestDecision body, Caller caller, AccessRules access, QuestStore quests, QuestProgressStore store) =>
        DecideAsync(id, QuestMove.Approve, body, caller, access, quests, store);

    private static Task<Ok<QuestProgress>> RejectAsync(
        long id, QuestDecision body, Caller caller, AccessRules access, QuestStore quests, QuestProgressStore store)
    {
        var rules = new Rules();
        rules.Check("reason", body.Reason is not null, "must say why the work is rejected.").ThrowIfBroken();
        return DecideAsync(id, QuestMove.Reject, body, caller, access, quests, store);
    }

    private static async Task<Ok<QuestProgress>> DecideAsync(
        long id, QuestMove move, QuestDecision body, Caller caller, AccessRules access, QuestStore quests,
        QuestProgressStore store)
    {
        caller.MustBe(body.ManagerId);
        Caller.Must(!caller.Is(body.EmployeeId), "Nobody decides about themselves.");
        await access.MustManageAsync(caller, (await quests.GetAsync(id)).Department);
        return TypedResults.Ok(await store.DecideAsync(id, move, body));
    }
}
