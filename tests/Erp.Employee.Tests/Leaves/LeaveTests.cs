using System.Text.Json.Nodes;
using Erp.Employee.Tests.Support;

namespace Erp.Employee.Tests.Leaves;

[Collection(EmployeeTests.Name)]
public sealed class LeaveTests(EmployeeFixture erp)
{
    private static Task<HttpResponseMessage> Ask(
        Person person, string start, string end, decimal days, string reason = "Holiday") =>
        person.Client.PostAsync(
            "/leaves", new { employeeId = person.Id, startDate = start, endDate = end, days, reason });

    private Task<HttpResponseMessage> Decide(JsonObject leave, string move, object? body = null) =>
        erp.Hr.PutAsync($"/leaves/{leave["id"]}/{move}", body);

    [Fact]
    public async Task A_three_day_leave_is_deducted_when_approved_and_only_once()
    {
        var person = await erp.HireAsync();
        var leave = await Ask(person, "2026-06-01", "2026-06-03", 3).CreatedAsync();
        Assert.Equal("PENDING", (string)leave["status"]!);
        var balance = await person.Client.GetAsync($"/leaves/balance/{person.Id}").OkAsync();
        Assert.Equal((3m, 15m), ((decimal)balance["pending"]!, (decimal)balance["remaining"]!));
        await Ask(person, "2026-06-03", "2026-06-05", 3).RefusedAsync(409, "leave_overlaps");

        Assert.Equal("APPROVED", (string)(await Decide(leave, "approve").OkAsync())["status"]!);
        Assert.Equal(12m, await erp.RemainingAsync(person.Id));
        await Decide(leave, "approve").RefusedAsync(409, "leave_already_decided");
        await Decide(leave, "reject").RefusedAsync(409, "leave_already_decided");
        Assert.Equal(12m, await erp.RemainingAsync(person.Id));
        await Eventually.TrueAsync(
            () => erp.Notifications.For(person.Id).Count(n => (string)n["status"]! == "APPROVED") == 1);
    }

    [Fact]
    public async Task A_rejected_leave_deducts_nothing_says_why_and_frees_its_days()
    {
        var person = await erp.HireAsync();
        var leave = await Ask(person, "2026-06-01", "2026-06-03", 3).CreatedAsync();
        var rejected = await Decide(leave, "reject", new { reason = "Stocktaking" }).OkAsync();
        Assert.Equal(("REJECTED", "Stocktaking"), ((string)rejected["status"]!, (string)rejected["decisionReason"]!));
        Assert.Equal(15m, await erp.RemainingAsync(person.Id));
        await Ask(person, "2026-06-02", "2026-06-02", 1).CreatedAsync();
        await Decide(leave, "approve").RefusedAsync(409, "leave_already_decided");
        var told =
            await Eventually.GetAsync(() => Task.FromResult(erp.Notifications.For(person.Id)), n => n.Count == 1);
        Assert.Contains("Stocktaking", (string)told[0]["message"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_leave_is_stored_as_it_was_asked_for()
    {
        var person = await erp.HireAsync();
        var leave = await Ask(person, "2026-06-01", "2026-06-01", 1, "치과").CreatedAsync();
        var stored = await person.Client.GetAsync($"/leaves/{person.Id}/{leave["id"]}").OkAsync();
        Assert.True(JsonNode.DeepEquals(leave, stored), stored.ToJsonString());
        Assert.Equal(
            (1m, "치과", "2026-06-01"),
            ((decimal)stored["days"]!, (string)stored["reason"]!, (string)stored["startDate"]!));
        await erp.Hr.GetAsync(
            $"/leaves/{(await erp.HireAsync()).Id}/{leave["id"]}").RefusedAsync(404, "leave_not_found");
    }

    [Theory]
    [InlineData("2026-06-03", "2026-06-01", 1)]    // ends before it starts
    [InlineData("2026-06-01", "2026-06-03", 3.5)]  // more days than there are
    [InlineData("2026-06-01", "2026-06-05", 3.5)]  // a working week for less than its days
    [InlineData("2026-06-01", "2026-06-01", 0)]
    [InlineData("2026-06-01", "2026-06-01", 0.75)]
    [InlineData("1999-06-01", "1999-06-01", 1)]
    [InlineData("2026-06-01", "2027-06-02", 260)]  // longer than a year
    public async Task Days_must_fit_the_dates(string start, string end, decimal days)
    {
        var person = await erp.HireAsync();
        await Ask(person, start, end, days).RefusedAsync(400, "validation_failed");
        Assert.Empty(await person.Client.ItemsAsync($"/leaves/{person.Id}"));
    }

    [Fact]
    public async Task More_than_is_left_beside_what_is_pending_cannot_be_asked_for()
    {
        var person = await erp.HireAsync();
        await Ask(person, "2026-06-01", "2026-06-12", 10).CreatedAsync();
        await Ask(person, "2026-07-06", "2026-07-13", 6).RefusedAsync(409, "balance_too_small");
        await Ask(person, "2026-07-06", "2026-07-10", 5).CreatedAsync();
    }

    [Fact]
    public async Task Of_two_requests_at_once_that_fit_only_singly_one_is_stored()
    {
        var person = await erp.HireAsync();
        var statuses = await Calls.AtOnceAsync(2, i => i == 0
            ? Ask(person, "2026-06-01", "2026-06-12", 10)
            : Ask(person, "2026-07-06", "2026-07-17", 10));
        Assert.Equal([201, 409], statuses.Order());
    }

    [Fact]
    public async Task An_approval_that_cannot_be_deducted_leaves_the_leave_pending()
    {
        var person = await erp.HireAsync();
        var leave = await Ask(person, "2026-06-01", "2026-06-12", 10).CreatedAsync();
        await erp.Hr.PutAsync(
            $"/employees/{person.Id}/leave-balance", new { adjustment = -10, reason = "Correction" }).OkAsync();
        await Decide(leave, "approve").RefusedAsync(409, "balance_too_small");
        Assert.Equal(
            "PENDING",
            (string)(await person.Client.GetAsync($"/leaves/{person.Id}/{leave["id"]}").OkAsync())["status"]!);
        Assert.Equal(5m, await erp.RemainingAsync(person.Id));
    }

    [Fact]
    public async Task Fifty_overlapping_requests_at_once_store_one()
    {
        var person = await erp.HireAsync();
        var statuses = await Calls.AtOnceAsync(50, _ => Ask(person, "2026-06-01", "2026-06-02", 2));
        Assert.Equal(1, statuses.Count(s => s == 201));
        Assert.Equal(49, statuses.Count(s => s == 409));
        Assert.Single(await person.Client.ItemsAsync($"/leaves/{person.Id}"));
    }

    [Fact]
    public async Task Approving_and_rejecting_at_once_decides_once()
    {
        var person = await erp.HireAsync();
        var leave = await Ask(person, "2026-06-01", "2026-06-03", 3).CreatedAsync();
        var statuses = await Calls.AtOnceAsync(40, i => Decide(leave, i % 2 == 0 ? "approve" : "reject"));
        Assert.Equal(1, statuses.Count(s => s == 200));
        var status = (string)(await person.Client.GetAsync($"/leaves/{person.Id}/{leave["id"]}").OkAsync())["status"]!;
        Assert.Equal(status == "APPROVED" ? 12m : 15m, await erp.RemainingAsync(person.Id));
    }

    [Fact]
    public async Task Leaves_and_deductions_of_approvals_at_once_never_overdraw()
    {
        var person = await erp.HireAsync();
        var leaves = new List<JsonObject>();
        foreach (var monday in new[] { 1, 8, 15, 22 })
            leaves.Add(await Ask(person, $"2026-06-{monday:00}", $"2026-06-{monday + 2:00}", 3).CreatedAsync());
        var statuses = await Calls.AtOnceAsync(40, i => i < leaves.Count
            ? Decide(leaves[i], "approve")
            : erp.Service.PostAsync(
                $"/employees/{person.Id}/deduct-leave",
                new { days = 1, approvalId = 5_000_000 + person.Id * 100 + i }));
        var remaining = await erp.RemainingAsync(person.Id);
        Assert.All(statuses, s => Assert.Contains(s, new[] { 200, 409 }));
        var balance = await person.Client.GetAsync($"/employees/{person.Id}/leave-balance").OkAsync();
        Assert.InRange(remaining, 0, 2);
        Assert.Equal(15m - remaining, (decimal)balance["used"]!);
    }

    [Fact]
    public async Task The_latest_request_is_listed_first_in_pages()
    {
        var person = await erp.HireAsync();
        for (var day = 1; day <= 5; day++)
            await Ask(person, $"2026-06-{day:00}", $"2026-06-{day:00}", 1).CreatedAsync();
        var first = await person.Client.GetAsync($"/leaves/{person.Id}?limit=3").OkAsync();
        var second = await person.Client.GetAsync($"/leaves/{person.Id}?limit=3&after={first["next"]}").OkAsync();
        Assert.Equal(["2026-06-05", "2026-06-04", "2026-06-03", "2026-06-02", "2026-06-01"],
            first["items"]!.AsArray().Concat(second["items"]!.AsArray()).Select(l => (string)l!["startDate"]!));
        Assert.Null(second["next"]);
    }

    [Fact]
    public async Task Managers_decide_for_others_of_their_department_only()
    {
        var manager = await erp.HireAsync(role: "MANAGER");
        var (member, stranger) = (await erp.HireAsync(manager.Department), await erp.HireAsync(role: "MANAGER"));
        var leave = await Ask(member, "2026-06-01", "2026-06-01", 1).CreatedAsync();
        var own = await Ask(manager, "2026-06-01", "2026-06-01", 1).CreatedAsync();
        await stranger.Client.PutAsync($"/leaves/{leave["id"]}/approve").RefusedAsync(403, "forbidden");
        await manager.Client.PutAsync($"/leaves/{own["id"]}/approve").RefusedAsync(403, "forbidden");
        await manager.Client.PutAsync($"/leaves/{leave["id"]}/approve").OkAsync();
        await manager.Client.PutAsync("/leaves/99999999/approve").RefusedAsync(404, "leave_not_found");
    }
}
