using System.Text.Json.Nodes;
using Erp.Employee.Tests.Support;

namespace Erp.Employee.Tests.LeaveLedger;

[Collection(EmployeeTests.Name)]
public sealed class DeductionTests(EmployeeFixture erp)
{
    private static long _approvals = 1_000_000;

    private static long NextApproval() => Interlocked.Increment(ref _approvals);

    [Fact]
    public async Task A_deduction_takes_the_days()
    {
        var person = await erp.HireAsync();
        var result = await erp.Service.PostAsync(
            $"/employees/{person.Id}/deduct-leave", new { days = 2.5m, approvalId = NextApproval() }).OkAsync();
        Assert.Equal(12.5m, (decimal)result["remaining"]!);
        var balance = await person.Client.GetAsync($"/employees/{person.Id}/leave-balance").OkAsync();
        Assert.Equal((15m, 2.5m, 0m, 12.5m),
            (
                (decimal)balance["entitlement"]!, (decimal)balance["used"]!, (decimal)balance["pending"]!,
                (decimal)balance["remaining"]!));
    }

    [Fact]
    public async Task The_same_approval_again_is_told_the_first_result_and_takes_nothing()
    {
        var person = await erp.HireAsync();
        var body = new { days = 2, approvalId = NextApproval() };
        var first = await erp.Service.PostAsync($"/employees/{person.Id}/deduct-leave", body).OkAsync();
        await erp.Service.PostAsync(
            $"/employees/{person.Id}/deduct-leave", new { days = 1, approvalId = NextApproval() }).OkAsync();
        var second = await erp.Service.PostAsync($"/employees/{person.Id}/deduct-leave", body).OkAsync();
        Assert.True(JsonNode.DeepEquals(first, second), second.ToJsonString());
        Assert.Equal(12m, await erp.RemainingAsync(person.Id));
    }

    [Fact]
    public async Task A_balance_that_is_too_small_is_409_and_stays()
    {
        var person = await erp.HireAsync();
        await erp.Service.PostAsync(
            $"/employees/{person.Id}/deduct-leave", new { days = 15.5m, approvalId = NextApproval() })
            .RefusedAsync(409, "balance_too_small");
        Assert.Equal(15m, await erp.RemainingAsync(person.Id));
    }

    [Fact]
    public async Task An_approval_deducts_from_one_employee_only()
    {
        var (one, other, approvalId) = (await erp.HireAsync(), await erp.HireAsync(), NextApproval());
        await erp.Service.PostAsync($"/employees/{one.Id}/deduct-leave", new { days = 1, approvalId }).OkAsync();
        await erp.Service.PostAsync(
            $"/employees/{other.Id}/deduct-leave",
            new { days = 1, approvalId }).RefusedAsync(409, "approval_already_deducted");
        await erp.Service.PostAsync(
            $"/employees/{one.Id}/deduct-leave",
            new { days = 2, approvalId }).RefusedAsync(409, "approval_already_deducted");
        Assert.Equal(15m, await erp.RemainingAsync(other.Id));
    }

    [Fact]
    public async Task An_unknown_employee_is_404() =>
        await erp.Service.PostAsync("/employees/99999999/deduct-leave", new { days = 1, approvalId = NextApproval() })
            .RefusedAsync(404, "employee_not_found");

    [Fact]
    public async Task Of_100_parallel_deductions_exactly_as_many_pass_as_the_balance_allows()
    {
        var person = await erp.HireAsync();
        var statuses = await Calls.AtOnceAsync(100, _ =>
            erp.Service.PostAsync(
                $"/employees/{person.Id}/deduct-leave", new { days = 0.5m, approvalId = NextApproval() }));
        Assert.Equal(30, statuses.Count(s => s == 200));
        Assert.Equal(70, statuses.Count(s => s == 409));
        Assert.Equal(0m, await erp.RemainingAsync(person.Id));
    }

    [Fact]
    public async Task The_same_approval_100_times_at_once_deducts_once()
    {
        var (person, approvalId) = (await erp.HireAsync(), NextApproval());
        var statuses = await Calls.AtOnceAsync(100, _ =>
            erp.Service.PostAsync($"/employees/{person.Id}/deduct-leave", new { days = 2, approvalId }));
        Assert.All(statuses, s => Assert.Equal(200, s));
        Assert.Equal(13m, await erp.RemainingAsync(person.Id));
    }

    [Fact]
    public async Task One_approval_for_many_employees_at_once_deducts_from_one()
    {
        var people = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => erp.HireAsync()));
        var approvalId = NextApproval();
        var statuses = await Calls.AtOnceAsync(
            10, i => erp.Service.PostAsync($"/employees/{people[i].Id}/deduct-leave", new { days = 1, approvalId }));
        Assert.Equal(1, statuses.Count(s => s == 200));
        Assert.Equal(9, statuses.Count(s => s == 409));
    }
}
