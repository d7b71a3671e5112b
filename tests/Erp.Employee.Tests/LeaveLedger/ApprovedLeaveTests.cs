using System.Text.Json.Nodes;
using Erp.Employee.Tests.Support;

namespace Erp.Employee.Tests.LeaveLedger;

/// <summary>A request for approval that has dates ends as a leave.</summary>
[Collection(EmployeeTests.Name)]
public sealed class ApprovedLeaveTests(EmployeeFixture erp)
{
    private static long _approvals = 2_000_000;

    private static long NextApproval() => Interlocked.Increment(ref _approvals);

    private Task<HttpResponseMessage> Deduct(
        Person person, decimal days, long approvalId, string? startDate = "2026-06-01", string? endDate = "2026-06-03",
        string? part = null, string? reason = null) =>
        erp.Service.PostAsync(
            $"/employees/{person.Id}/deduct-leave", new { days, approvalId, startDate, endDate, part, reason });

    [Fact]
    public async Task It_shows_among_the_leaves_and_bars_others()
    {
        var (person, approvalId) = (await erp.HireAsync(), NextApproval());
        Assert.Equal(12m, (decimal)(await Deduct(person, 3, approvalId, reason: "가족 여행").OkAsync())["remaining"]!);
        var leave = Assert.Single(await person.Client.ItemsAsync($"/leaves/{person.Id}"))!;
        Assert.Equal(
            ("APPROVED", approvalId, 3m, "가족 여행", "2026-06-01", "2026-06-03"),
            (
                (string)leave["status"]!, (long)leave["approvalId"]!, (decimal)leave["days"]!,
                (string)leave["reason"]!, (string)leave["startDate"]!, (string)leave["endDate"]!));
        await person.Client.PostAsync(
            "/leaves",
            new { employeeId = person.Id, startDate = "2026-06-03", endDate = "2026-06-03", reason = "x" })
            .RefusedAsync(409, "leave_overlaps");
    }

    [Fact]
    public async Task The_same_approval_is_told_the_first_result_however_often_and_at_once()
    {
        var (person, approvalId) = (await erp.HireAsync(), NextApproval());
        var statuses = await Calls.AtOnceAsync(30, _ => Deduct(person, 3, approvalId));
        Assert.All(statuses, s => Assert.Equal(200, s));
        var first = await Deduct(person, 3, approvalId).OkAsync();
        await Deduct(person, 0.5m, NextApproval(), "2026-06-08", "2026-06-08", "MORNING").OkAsync();
        var again = await Deduct(person, 3, approvalId).OkAsync();
        Assert.True(JsonNode.DeepEquals(first, again), again.ToJsonString());
        Assert.Equal(11.5m, await erp.RemainingAsync(person.Id));
        Assert.Equal(2, (await person.Client.ItemsAsync($"/leaves/{person.Id}")).Count);
        await Deduct(person, 3, approvalId, "2026-06-02", "2026-06-04").RefusedAsync(409, "approval_already_deducted");
        await Deduct(await erp.HireAsync(), 3, approvalId).RefusedAsync(409, "approval_already_deducted");
    }

    [Fact]
    public async Task Who_first_asked_without_dates_is_not_charged_again_with_dates()
    {
        var (person, approvalId) = (await erp.HireAsync(), NextApproval());
        await Deduct(person, 3, approvalId, null, null).OkAsync();
        await Deduct(person, 3, approvalId).OkAsync();
        Assert.Equal(12m, await erp.RemainingAsync(person.Id));
    }

    [Fact]
    public async Task The_rules_of_leaves_hold()
    {
        var person = await erp.HireAsync();
        await person.Client.PostAsync(
            "/leaves",
            new { employeeId = person.Id, startDate = "2026-06-03", endDate = "2026-06-03", reason = "x" })
            .CreatedAsync();
        await Deduct(person, 3, NextApproval()).RefusedAsync(409, "leave_overlaps");
        await Deduct(person, 2.5m, NextApproval(), "2026-06-08", "2026-06-10").RefusedAsync(409, "days_do_not_fit");
        await Deduct(person, 1, NextApproval(), "2026-06-06", "2026-06-07").RefusedAsync(409, "days_do_not_fit");
        await Deduct(person, 20, NextApproval(), "2026-08-03", "2026-08-28").RefusedAsync(409, "balance_too_small");
        Assert.Equal(15m, await erp.RemainingAsync(person.Id));
        Assert.Single(await person.Client.ItemsAsync($"/leaves/{person.Id}"));
    }

    [Theory]
    [InlineData("2026-06-01", null, null, null)]
    [InlineData(null, "2026-06-01", null, null)]
    [InlineData(null, null, "MORNING", null)]
    [InlineData(null, null, null, "Family")]
    [InlineData("2026-06-02", "2026-06-01", null, null)]
    [InlineData("2026-06-01", "2027-06-02", null, null)]
    [InlineData("2026-06-01", "2026-06-02", "MORNING", null)]
    [InlineData("1999-12-31", "2000-01-01", null, null)]
    public async Task Dates_come_together_and_in_order(string? start, string? end, string? part, string? reason)
    {
        var person = await erp.HireAsync();
        await Deduct(person, 1, NextApproval(), start, end, part, reason).RefusedAsync(400, "validation_failed");
        Assert.Equal(15m, await erp.RemainingAsync(person.Id));
    }
}
