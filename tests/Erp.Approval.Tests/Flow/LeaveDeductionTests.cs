using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Erp.Approval.Requests.Leave;
using Erp.Approval.Tests.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

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
    public async Task Leave_with_dates_is_deducted_as_a_leave_of_these_days()
    {
        var (requester, approver) = (FakeEmployees.NewPerson(), FakeEmployees.NewPerson());
        var id = await SubmitAsync(requester, approver);

        await system.DecideWhenThereAsync(approver, id, "approved");

        await system.FinalAsync(requester, id, "approved");
        var body = Assert.Single(
            system.Employees.Deducted, b => b.Contains($"\"approvalId\":{id},", StringComparison.Ordinal));
        Assert.Equal(
            $$"""
            {"days":1,"approvalId":{{id}},
            "startDate":"2026-03-06","endDate":"2026-03-07","part":null,"reason":"Laptop"}
            """.ReplaceLineEndings(""),
            body);
    }

    [Theory]
    [InlineData("leave_overlaps")]
    [InlineData("days_do_not_fit")]
    public async Task What_the_rules_of_leave_refuse_ends_the_request_as_rejected_with_the_reason(string code)
    {
        var (requester, approver) = (FakeEmployees.NewPerson(), FakeEmployees.NewPerson());
        var id = await SubmitAsync(requester, approver);
        system.Employees.Deductions = _ => Task.FromResult(Results.Problem(
            "It is so.", statusCode: 409, extensions: new Dictionary<string, object?> { ["code"] = code }));
        try
        {
            await system.DecideWhenThereAsync(approver, id, "approved");
            var final = await system.FinalAsync(requester, id, "rejected");
            Assert.Equal($"{code}: It is so.", (string)final["reason"]!);
        }
        finally
        {
            system.Employees.Deductions = null;
        }
    }

    // A Friday and a Saturday.
    private async Task<long> SubmitAsync(long requester, long approver)
    {
        var body = ApprovalSystem.Body(requester, [approver], "ANNUAL_LEAVE", 1);
        (body["startDate"], body["endDate"]) = ("2026-03-06", "2026-03-07");
        using var client = system.Requests(requester);
        using var answer = await client.PostAsJsonAsync("/approvals", body);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        return (long)(await answer.Content.ReadFromJsonAsync<JsonNode>())!["requestId"]!;
    }

    /// <summary>All but a balance that is too small: whatever it is, it may be over soon.</summary>
    public static TheoryData<string, int, string> NoDecisions => new()
    {
        { "no such address", 404, """{"code":"not_found"}""" },
        { "a page of somebody else", 404, "<html>default backend</html>" },
        { "somebody else's success", 200, "{}" },
        {
            "a database that was restored", 404,
            """{"code":"employee_not_found","detail":"There is no such employee."}"""
        },
        { "a body that another version does not know", 422, """{"code":"unknown_field"}""" },
        { "a number that was used before", 409, """{"code":"approval_already_deducted"}""" },
        { "a conflict without a reason", 409, "" },
    };

    [Theory]
    [MemberData(nameof(NoDecisions))]
    public async Task An_answer_that_decides_nothing_leaves_the_request_open_until_the_leave_is_deducted(
        string what, int status, string body)
    {
        var (requester, approver) = (FakeEmployees.NewPerson(), FakeEmployees.NewPerson());
        var id = await system.SubmitAsync(requester, [approver], "ANNUAL_LEAVE", 2);
        var answers = 0;
        system.Employees.Deductions = _ =>
        {
            Interlocked.Increment(ref answers);
            return Task.FromResult(Results.Text(body, "application/problem+json", statusCode: status));
        };
        try
        {
            await system.DecideWhenThereAsync(approver, id, "approved");
            // The second time it was asked, the first answer has had its effect.
            await Eventually.TrueAsync(() => Volatile.Read(ref answers) >= 2, within: TimeSpan.FromSeconds(60));
            Assert.True("in_progress" == (string)(await system.DetailAsync(requester, id))["status"]!, what);
        }
        finally
        {
            system.Employees.Deductions = null;
        }

        await system.FinalAsync(requester, id, "approved");
        Assert.Equal(13m, system.Employees.Balance(requester));
    }

    [Fact]
    public async Task A_refusal_does_not_count_when_another_replica_has_taken_over_and_the_balance_was_raised()
    {
        var (requester, approver) = (FakeEmployees.NewPerson(), FakeEmployees.NewPerson());
        system.Start("request-2");
        await system.ReadyAsync();
        TaskCompletionSource deducted = new(), askedAgain = new();
        var calls = 0;
        system.Employees.SetBalance(requester, 1);
        system.Employees.Deductions = async deduct =>
        {
            var call = Interlocked.Increment(ref calls);
            if (call > 2) askedAgain.TrySetResult();
            if (call == 2) system.Employees.SetBalance(requester, 15);
            var answer = deduct();
            if (call == 2) deducted.TrySetResult();
            // The refusal arrives after the other's success, and is stored before it.
            if (call <= 2) await (call == 1 ? deducted : askedAgain).Task;
            return answer;
        };
        try
        {
            var id = await system.SubmitAsync(requester, [approver], "ANNUAL_LEAVE", 2);
            await system.DecideWhenThereAsync(approver, id, "approved");
            await Eventually.TrueAsync(() =>
            {
                foreach (var replica in (string[])["request-1", "request-2"])
                    system.ServicesOf(replica).GetRequiredService<LeaveDeduction>().Wake();
                return askedAgain.Task.IsCompleted;
            }, within: TimeSpan.FromSeconds(60));

            await system.FinalAsync(requester, id, "approved");
            Assert.Equal(13m, system.Employees.Balance(requester));
        }
        finally
        {
            system.Employees.Deductions = null;
            await system.StopAsync("request-2");
        }
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
            await Eventually.TrueAsync(() => system.Employees.Calls.Contains(
                $"POST /employees/{requester}/deduct-leave"));
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
