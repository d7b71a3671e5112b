using System.Net;
using System.Text.Json.Nodes;
using Erp.Employee.Tests.Support;

namespace Erp.Employee.Tests.Quests;

[Collection(EmployeeTests.Name)]
public sealed class QuestTests(EmployeeFixture erp)
{
    private sealed record Scene(Person Manager, Person Member, long Quest)
    {
        public Task<HttpResponseMessage> Do(string move, Person? who = null) =>
            (who ?? Member).Client.PostAsync($"/quests/{Quest}/{move}", new { employeeId = (who ?? Member).Id });

        public Task<HttpResponseMessage> Decide(string move, string? reason = "Seen") =>
            Manager.Client.PutAsync(
                $"/quests/{Quest}/{move}", new { managerId = Manager.Id, employeeId = Member.Id, reason });
    }

    private static Task<HttpResponseMessage> Create(
        Person manager, decimal rewardDays = 1.5m, string? department = null) =>
        manager.Client.PostAsync(
            "/quests",
            new
            {
                title = "Tidy the archive", description = "All of it.", rewardDays,
                department = department ?? manager.Department,
            });

    private async Task<Scene> SceneAsync(params string[] moves)
    {
        var manager = await erp.HireAsync(role: "MANAGER");
        var scene = new Scene(
            manager, await erp.HireAsync(manager.Department), (long)(await Create(manager).CreatedAsync())["id"]!);
        foreach (var move in moves) await Move(scene, move).OkAsync();
        return scene;
    }

    private static Task<HttpResponseMessage> Move(Scene scene, string move) =>
        move is "approve" or "reject" ? scene.Decide(move) : scene.Do(move);

    [Fact]
    public async Task From_create_to_claim_the_reward_is_paid()
    {
        var scene = await SceneAsync("accept", "complete", "approve");
        var claimed = await scene.Do("claim").OkAsync();
        Assert.Equal(
            ("CLAIMED", 1.5m, 16.5m),
            ((string)claimed["status"]!, (decimal)claimed["rewardDays"]!, (decimal)claimed["remaining"]!));
        Assert.Equal(16.5m, await erp.RemainingAsync(scene.Member.Id));
        await Eventually.TrueAsync(
            () => erp.Notifications.For(scene.Member.Id).Count(n => (string)n["type"]! == "QUEST_STATUS_CHANGED") == 1);
    }

    [Fact]
    public async Task Claiming_100_times_at_once_pays_once()
    {
        var scene = await SceneAsync("accept", "complete", "approve");
        var statuses = await Calls.AtOnceAsync(100, _ => scene.Do("claim"));
        Assert.Equal(1, statuses.Count(s => s == 200));
        Assert.Equal(99, statuses.Count(s => s == 409));
        Assert.Equal(16.5m, await erp.RemainingAsync(scene.Member.Id));
    }

    [Fact]
    public async Task Accepting_50_times_at_once_begins_once()
    {
        var scene = await SceneAsync();
        var statuses = await Calls.AtOnceAsync(50, _ => scene.Do("accept"));
        Assert.Equal(1, statuses.Count(s => s == 200));
        Assert.Single(await scene.Member.Client.ItemsAsync($"/quests/my-quests?employeeId={scene.Member.Id}"));
    }

    [Fact]
    public async Task Approving_and_rejecting_at_once_decides_once()
    {
        var scene = await SceneAsync("accept", "complete");
        var statuses = await Calls.AtOnceAsync(40, i => scene.Decide(i % 2 == 0 ? "approve" : "reject"));
        Assert.Equal(1, statuses.Count(s => s == 200));
        Assert.Equal(39, statuses.Count(s => s == 409));
    }

    /// <summary>Every state, by the moves that lead there, and every move from it.</summary>
    public static TheoryData<string, string, string?> EveryMove()
    {
        var states = new Dictionary<string, string>
        {
            ["none"] = "",
            ["IN_PROGRESS"] = "accept",
            ["WAITING_APPROVAL"] = "accept complete",
            ["APPROVED"] = "accept complete approve",
            ["REJECTED"] = "accept complete reject",
            ["CLAIMED"] = "accept complete approve claim",
        };
        var allowed = new Dictionary<(string, string), string>
        {
            [("none", "accept")] = "IN_PROGRESS",
            [("IN_PROGRESS", "complete")] = "WAITING_APPROVAL",
            [("WAITING_APPROVAL", "approve")] = "APPROVED",
            [("WAITING_APPROVAL", "reject")] = "REJECTED",
            [("REJECTED", "accept")] = "IN_PROGRESS",
            [("APPROVED", "claim")] = "CLAIMED",
        };
        var cases = new TheoryData<string, string, string?>();
        foreach (var (state, way) in states)
            foreach (var move in new[] { "accept", "complete", "approve", "reject", "claim" })
                cases.Add(way, move, allowed.GetValueOrDefault((state, move)));
        return cases;
    }

    [Theory, MemberData(nameof(EveryMove))]
    public async Task Every_move_from_every_state_is_allowed_or_409(string way, string move, string? to)
    {
        var scene = await SceneAsync(way.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        if (to is null) await Move(scene, move).RefusedAsync(409, "quest_move_not_allowed");
        else Assert.Equal(to, (string)(await Move(scene, move).OkAsync())["status"]!);
    }

    [Fact]
    public async Task Rejected_work_can_be_done_again_and_is_paid_in_the_end()
    {
        var scene = await SceneAsync("accept", "complete", "reject", "accept", "complete", "approve", "claim");
        Assert.Equal(16.5m, await erp.RemainingAsync(scene.Member.Id));
        var mine =
            Assert.Single(await scene.Member.Client.ItemsAsync($"/quests/my-quests?employeeId={scene.Member.Id}"));
        Assert.Equal("CLAIMED", (string)mine!["progress"]!["status"]!);
    }

    [Fact]
    public async Task A_rejection_needs_a_reason_which_the_employee_is_told()
    {
        var scene = await SceneAsync("accept", "complete");
        await scene.Decide("reject", null).RefusedAsync(400, "missing_field");
        await scene.Decide("reject", "Two boxes are left").OkAsync();
        var told =
            await Eventually.GetAsync(() => Task.FromResult(erp.Notifications.For(scene.Member.Id)), n => n.Count == 1);
        Assert.Contains("Two boxes are left", (string)told[0]["message"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_deleted_quest_accepts_nobody_but_who_is_at_it_can_finish()
    {
        var scene = await SceneAsync("accept");
        var late = await erp.HireAsync(scene.Manager.Department);
        Assert.Equal(
            HttpStatusCode.NoContent, (await scene.Manager.Client.DeleteAsync($"/quests/{scene.Quest}")).StatusCode);
        Assert.Equal(
            HttpStatusCode.NoContent, (await scene.Manager.Client.DeleteAsync($"/quests/{scene.Quest}")).StatusCode);
        await scene.Do("accept", late).RefusedAsync(409, "quest_deleted");
        Assert.Empty(await late.Client.ItemsAsync($"/quests/available?employeeId={late.Id}"));
        Assert.Empty(await late.Client.ItemsAsync("/quests"));
        foreach (var move in new[] { "complete", "approve", "claim" }) await Move(scene, move).OkAsync();
        Assert.True((bool)(await scene.Manager.Client.GetAsync($"/quests/{scene.Quest}").OkAsync())["deleted"]!);
    }

    [Fact]
    public async Task Quests_are_for_the_own_department_only()
    {
        var (scene, stranger) = (await SceneAsync(), await erp.HireAsync(role: "MANAGER"));
        await scene.Do("accept", stranger).RefusedAsync(403, "forbidden");
        await stranger.Client.GetAsync($"/quests/{scene.Quest}").RefusedAsync(403, "forbidden");
        await stranger.Client.GetAsync($"/quests?department={scene.Manager.Department}").RefusedAsync(403, "forbidden");
        await stranger.Client.DeleteAsync($"/quests/{scene.Quest}").RefusedAsync(403, "forbidden");
        await Create(stranger, department: scene.Manager.Department).RefusedAsync(403, "forbidden");
        Assert.Empty(await stranger.Client.ItemsAsync("/quests"));
    }

    [Fact]
    public async Task Nobody_approves_their_own_work_or_in_somebody_elses_name()
    {
        var scene = await SceneAsync("accept", "complete");
        await scene.Do("accept", scene.Manager).OkAsync();
        await scene.Do("complete", scene.Manager).OkAsync();
        await scene.Manager.Client.PutAsync(
            $"/quests/{scene.Quest}/approve", new { managerId = scene.Manager.Id, employeeId = scene.Manager.Id })
            .RefusedAsync(403, "forbidden");
        await scene.Manager.Client.PutAsync(
            $"/quests/{scene.Quest}/approve", new { managerId = 1, employeeId = scene.Member.Id })
            .RefusedAsync(403, "forbidden");
    }

    [Fact]
    public async Task The_lists_show_what_is_available_accepted_and_created()
    {
        var scene = await SceneAsync();
        var second = (long)(await Create(scene.Manager).CreatedAsync())["id"]!;
        static long[] Ids(JsonArray items) => [.. items.Select(q => (long)(q!["quest"] ?? q)["id"]!)];
        var member = scene.Member;
        Assert.Equal([second, scene.Quest], Ids(await member.Client.ItemsAsync("/quests")));
        Assert.Equal(
            [second, scene.Quest], Ids(await member.Client.ItemsAsync($"/quests/available?employeeId={member.Id}")));
        await scene.Do("accept").OkAsync();
        Assert.Equal([second], Ids(await member.Client.ItemsAsync($"/quests/available?employeeId={member.Id}")));
        Assert.Equal([scene.Quest], Ids(await member.Client.ItemsAsync($"/quests/my-quests?employeeId={member.Id}")));
        Assert.Equal(
            [second, scene.Quest],
            Ids(await scene.Manager.Client.ItemsAsync($"/quests/my-created?managerId={scene.Manager.Id}")));
        var page =
            await scene.Manager.Client.GetAsync($"/quests/my-created?managerId={scene.Manager.Id}&limit=1").OkAsync();
        Assert.Equal(
            [scene.Quest],
            Ids(await scene.Manager.Client.ItemsAsync(
                $"/quests/my-created?managerId={scene.Manager.Id}&after={page["next"]}")));

        await scene.Do("complete").OkAsync();
        var waiting = Assert.Single(await scene.Manager.Client.ItemsAsync(
            $"/quests/{scene.Quest}/progress?status=WAITING_APPROVAL"));
        Assert.Equal(member.Id, (long)waiting!["employeeId"]!);
        Assert.Empty(await scene.Manager.Client.ItemsAsync($"/quests/{scene.Quest}/progress?status=CLAIMED"));
        await scene.Manager.Client.GetAsync(
            $"/quests/{scene.Quest}/progress?status=claimed").RefusedAsync(400, "invalid_parameter");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.25)]
    [InlineData(5.5)]
    [InlineData(-1)]
    public async Task A_reward_is_half_a_day_to_five_days(decimal rewardDays) =>
        await Create(await erp.HireAsync(role: "MANAGER"), rewardDays).RefusedAsync(400, "validation_failed");

    [Fact]
    public async Task Unknown_quests_are_404()
    {
        var person = await erp.HireAsync();
        await person.Client.PostAsync(
            "/quests/99999999/accept", new { employeeId = person.Id }).RefusedAsync(404, "quest_not_found");
        await erp.Hr.GetAsync("/quests/99999999").RefusedAsync(404, "quest_not_found");
        await erp.Hr.DeleteAsync("/quests/99999999").RefusedAsync(404, "quest_not_found");
    }
}
