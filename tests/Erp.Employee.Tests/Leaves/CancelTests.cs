using System.Text.Json.Nodes;
using Erp.Employee.Tests.Support;

namespace Erp.Employee.Tests.Leaves;

/// <summary>Taking leaves back, what managers are told, and what they see.</summary>
[Collection(EmployeeTests.Name)]
public sealed class CancelTests(EmployeeFixture erp)
{
    private static Task<HttpResponseMessage> Ask(Person person, string start, string end) =>
        person.Client.PostAsync(
            "/leaves", new { employeeId = person.Id, startDate = start, endDate = end, reason = "Holiday" });

    private static Task<HttpResponseMessage> Cancel(Person person, JsonNode leave) =>
        person.Client.PostAsync($"/leaves/{leave["id"]}/cancel");

    private static IEnumerable<(string, string)> Told(EmployeeFixture erp, Person person) =>
        erp.Notifications.For(person.Id).Select(n => ((string)n["type"]!, (string)n["status"]!));

    [Fact]
    public async Task A_pending_leave_is_taken_back_once_and_frees_its_days()
    {
        var person = await erp.HireAsync();
        var leave = await Ask(person, "2026-06-01", "2026-06-12").CreatedAsync();
        var cancelled = await Cancel(person, leave).OkAsync();
        Assert.Equal("CANCELLED", (string)cancelled["status"]!);
        Assert.NotNull(cancelled["cancelledAt"]);
        await Cancel(person, leave).RefusedAsync(409, "leave_already_decided");
        await erp.Hr.PutAsync($"/leaves/{leave["id"]}/approve").RefusedAsync(409, "leave_already_decided");
        await Ask(person, "2026-06-01", "2026-06-19").CreatedAsync();
        Assert.Equal(15m, await erp.RemainingAsync(person.Id));
    }

    [Fact]
    public async Task An_approved_leave_comes_back_until_it_begins_and_the_managers_are_told()
    {
        var manager = await erp.HireAsync(role: "MANAGER");
        var person = await erp.HireAsync(manager.Department);
        var leave = await Ask(person, "2026-03-03", "2026-03-04").CreatedAsync();
        await manager.Client.PutAsync($"/leaves/{leave["id"]}/approve").OkAsync();
        Assert.Equal(13m, await erp.RemainingAsync(person.Id));
        await Cancel(person, leave).OkAsync();
        Assert.Equal(15m, await erp.RemainingAsync(person.Id));
        await Cancel(person, leave).RefusedAsync(409, "leave_already_decided");
        Assert.Equal(15m, await erp.RemainingAsync(person.Id));
        await Eventually.TrueAsync(
            () => Told(erp, manager).SequenceEqual([("LEAVE_REQUESTED", "PENDING"), ("LEAVE_CANCELLED", "CANCELLED")]));

        // Today, in the company's calendar.
        var begun = await Ask(person, "2026-03-02", "2026-03-03").CreatedAsync();
        await manager.Client.PutAsync($"/leaves/{begun["id"]}/approve").OkAsync();
        await Cancel(person, begun).RefusedAsync(409, "leave_begun");
        Assert.Equal(13m, await erp.RemainingAsync(person.Id));
    }

    [Fact]
    public async Task Where_there_is_no_manager_but_oneself_HR_is_told()
    {
        var hr = await erp.HireAsync(role: "HR");
        var manager = await erp.HireAsync(role: "MANAGER");
        var leave = await Ask(manager, "2026-03-03", "2026-03-04").CreatedAsync();
        await hr.Client.PutAsync($"/leaves/{leave["id"]}/approve").OkAsync();
        await Cancel(manager, leave).OkAsync();
        await Eventually.TrueAsync(
            () => Told(erp, hr).SequenceEqual([("LEAVE_REQUESTED", "PENDING"), ("LEAVE_CANCELLED", "CANCELLED")]));
        // Nobody of HR is told of what they do themselves, or of what a manager is there for.
        var person = await erp.HireAsync(manager.Department);
        await Ask(person, "2026-03-03", "2026-03-04").CreatedAsync();
        await Ask(hr, "2026-03-03", "2026-03-04").CreatedAsync();
        await Eventually.TrueAsync(() => Told(erp, manager).Any());
        Assert.Equal(2, Told(erp, hr).Count());
    }

    [Fact]
    public async Task The_leave_of_an_approval_comes_back_and_the_approval_does_not_take_it_again()
    {
        var person = await erp.HireAsync();
        var body = new
        {
            days = 2, approvalId = 4_000_000 + person.Id, startDate = "2026-06-01", endDate = "2026-06-02",
        };
        await erp.Service.PostAsync($"/employees/{person.Id}/deduct-leave", body).OkAsync();
        var leave = Assert.Single(await person.Client.ItemsAsync($"/leaves/{person.Id}"))!;
        await Cancel(person, leave).OkAsync();
        Assert.Equal(15m, await erp.RemainingAsync(person.Id));
        await erp.Service.PostAsync($"/employees/{person.Id}/deduct-leave", body).OkAsync();
        Assert.Equal(15m, await erp.RemainingAsync(person.Id));
    }

    [Fact]
    public async Task Approving_and_cancelling_at_once_has_one_outcome()
    {
        var person = await erp.HireAsync();
        var leave = await Ask(person, "2026-06-01", "2026-06-03").CreatedAsync();
        var statuses = await Calls.AtOnceAsync(40, i => i % 2 == 0
            ? erp.Hr.PutAsync($"/leaves/{leave["id"]}/approve")
            : Cancel(person, leave));
        Assert.All(statuses, s => Assert.Contains(s, new[] { 200, 409 }));
        Assert.Equal(1, statuses.Where((_, i) => i % 2 == 1).Count(s => s == 200));
        Assert.InRange(statuses.Where((_, i) => i % 2 == 0).Count(s => s == 200), 0, 1);
        Assert.Equal(15m, await erp.RemainingAsync(person.Id));
        var stored = await person.Client.GetAsync($"/leaves/{person.Id}/{leave["id"]}").OkAsync();
        Assert.Equal("CANCELLED", (string)stored["status"]!);
    }

    [Fact]
    public async Task Active_managers_of_the_department_are_told_of_a_request_and_nobody_else()
    {
        var manager = await erp.HireAsync(role: "MANAGER");
        var (left, other) = (await erp.HireAsync(manager.Department, "MANAGER"), await erp.HireAsync(role: "MANAGER"));
        var (member, peer) = (await erp.HireAsync(manager.Department), await erp.HireAsync(manager.Department));
        await erp.Hr.DeleteAsync($"/employees/{left.Id}");
        await Ask(member, "2026-06-01", "2026-06-01").CreatedAsync();
        await Ask(manager, "2026-06-01", "2026-06-01").CreatedAsync();
        await Ask(member, "2026-06-02", "2026-06-02").CreatedAsync();
        await Eventually.TrueAsync(() => Told(erp, manager).Count() == 2);
        Assert.All(Told(erp, manager), t => Assert.Equal(("LEAVE_REQUESTED", "PENDING"), t));
        Assert.Empty(new[] { left, other, member, peer }.SelectMany(p => Told(erp, p)));
    }

    [Fact]
    public async Task A_manager_lists_the_leaves_of_the_department_by_status_and_dates()
    {
        var manager = await erp.HireAsync(role: "MANAGER");
        var (one, two) = (await erp.HireAsync(manager.Department), await erp.HireAsync(manager.Department));
        var june = await Ask(one, "2026-06-01", "2026-06-03").CreatedAsync();
        var july = await Ask(two, "2026-07-01", "2026-07-02").CreatedAsync();
        await Ask(await erp.HireAsync(), "2026-06-01", "2026-06-01").CreatedAsync();
        await manager.Client.PutAsync($"/leaves/{june["id"]}/approve").OkAsync();
        async Task<IEnumerable<long>> Listed(HttpClient client, string query) =>
            (await client.ItemsAsync("/leaves" + query)).Select(l => (long)l!["id"]!);
        var (j, y) = ((long)june["id"]!, (long)july["id"]!);
        Assert.Equal([y, j], await Listed(manager.Client, ""));
        Assert.Equal([y], await Listed(manager.Client, "?status=PENDING"));
        Assert.Equal([j], await Listed(manager.Client, "?from=2026-06-03&to=2026-06-30"));
        Assert.Equal([y], await Listed(manager.Client, "?from=2026-06-04"));
        Assert.Equal([y, j], await Listed(erp.Hr, $"?department={manager.Department}"));
        var page = await manager.Client.GetAsync("/leaves?limit=1").OkAsync();
        Assert.Equal([j], await Listed(manager.Client, $"?limit=1&after={page["next"]}"));
        Assert.Contains(j, await Listed(erp.Hr, "?limit=200"));
    }

    [Theory]
    [InlineData("?status=pending", "invalid_parameter")]
    [InlineData("?status=DONE", "invalid_parameter")]
    [InlineData("?from=1999-12-31", "validation_failed")]
    [InlineData("?to=2101-01-01", "validation_failed")]
    [InlineData("?from=2026-06-02&to=2026-06-01", "validation_failed")]
    [InlineData("?from=June", "invalid_parameter")]
    public Task What_cannot_be_listed_is_400(string query, string code) =>
        erp.Hr.GetAsync("/leaves" + query).RefusedAsync(400, code);
}
