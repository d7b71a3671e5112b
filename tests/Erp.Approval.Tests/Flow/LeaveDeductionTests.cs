using Erp.Approval.Tests.Support;

namespace Erp.Approval.Tests.Flow;

/// <summary>The last approval of annual leave, and an employee service that does not always play along.</summary>
public sealed class LeaveDeductionTests(ApprovalSystem system) : IClassFixture<ApprovalSystem>
{
    [Fact]
    public async Task A_balance_that_is_too_small_ends_the_request_as_rejected_with_the_reason()
    {
        var (requester, approver) = (FakeEmployees.NewPerson(), FakeEmployees.NewPerson());
        system.Employees.SetBalance(requester, 1);
        var id = await system.SubmitAsync(requester, [approver], "ANNUAL_LEAVE", 2);

        await system.DecideWhenThereAsync(approver, id, "approved");

        var final = await system.FinalAsync(requester, id, "rejected");
        Assert.Equal("balance_too_small: Only 1 days are left.", (string)final["reason"]!);
        Assert.Equal("approved", (string)final["steps"]![0]!["status"]!);
        Assert.Equal(1m, system.Employees.Balance(requester));
    }

    [Fact]
    public async Task It_is_not_final_while_the_leave_cannot_be_deducted_and_resumes_after_a_restart()
    {
        var (requester, approver) = (FakeEmployees.NewPerson(), FakeEmployees.NewPerson());
        var id = await system.SubmitAsync(requester, [approver], "ANNUAL_LEAVE", 2);
        await system.InInboxAsync(approver, id);
        system.Employees.Broken = true;
        try
        {
            await system.DecideWhenThereAsync(approver, id, "approved");
            await Eventually.TrueAsync(() => system.Employees.Calls.Contains($"POST /employees/{requester}/deduct-leave"));
            Assert.Equal("in_progress", (string)(await system.DetailAsync(requester, id))["status"]!);
            await system.StopAsync("request-1");
        }
        finally
        {
            system.Employees.Broken = false;
        }
        system.Start("request-1");

        await system.FinalAsync(requester, id, "approved");
        Assert.Equal(13m, system.Employees.Balance(requester));
    }

    [Fact]
    public async Task A_deduction_whose_answer_was_lost_is_not_repeated()
    {
        var (requester, approver) = (FakeEmployees.NewPerson(), FakeEmployees.NewPerson());
        var id = await system.SubmitAsync(requester, [approver], "ANNUAL_LEAVE", 2);
        await system.InInboxAsync(approver, id);
        system.Employees.LosesAnswers = true;
        try
        {
            await system.DecideWhenThereAsync(approver, id, "approved");
            await Eventually.TrueAsync(() => system.Employees.Balance(requester) == 13m);
        }
        finally
        {
            system.Employees.LosesAnswers = false;
        }

        await system.FinalAsync(requester, id, "approved");
        Assert.Equal(13m, system.Employees.Balance(requester));
    }
}
