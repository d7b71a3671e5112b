using Aspire.Hosting.Testing;
using Erp.Testing.Application;

namespace Erp.AppHost.Tests.Scenarios;

/// <summary>Acceptance scenarios of approvals, against real processes with two replicas of every service.</summary>
public abstract class ApprovalScenarios(ErpApplication app)
{
    private static readonly string[] Topics = ["approval-requests", "approval-results", "approval-notifications"];

    [Fact]
    public Task Two_steps_are_approved_in_order_and_the_requester_is_told() => TwoSteps.ApproveAsync(app);

    [Fact]
    public async Task One_rejected_step_ends_the_request_with_its_reason()
    {
        var (requester, approver) = (await Person.HireAsync(app), await Person.HireAsync(app, "MANAGER"));
        await using var socket =
            await Socket.OpenAsync(app.App.GetEndpoint("notification-service", "http"), requester.Token);

        var request = await requester.RequestAsync(approver);
        await approver.DecideAsync(request, "rejected", "Too expensive");
        var final = await requester.SeesStatusAsync(request, "rejected");
        Assert.Equal("Too expensive", final["steps"]![0]!["reason"]!.GetValue<string>());

        var message = await socket.NextAsync();
        while (message["status"]?.GetValue<string>() != "rejected") message = await socket.NextAsync();
        Assert.Equal(request, message["approvalId"]!.GetValue<long>());
    }

    [Fact]
    public async Task Annual_leave_is_deducted_once_at_the_final_approval_also_when_every_message_comes_twice()
    {
        var (requester, first, second) = (
            await Person.HireAsync(app), await Person.HireAsync(app, "MANAGER"),
            await Person.HireAsync(app, "MANAGER"));
        var before = await PeopleScenarios.RemainingAsync(requester);
        var request = await requester.RequestAsync(new
        {
            requesterId = requester.Id, title = "Two days off", content = "Family", type = "ANNUAL_LEAVE",
            leaveDays = 2, steps = Person.Steps(first, second),
        });

        await first.DecideAsync(request, "approved");
        await second.HasInInboxAsync(request);
        Assert.Equal(before, await PeopleScenarios.RemainingAsync(requester));
        await Echo.RepeatAsync(app, Topics);
        await second.DecideAsync(request, "approved");
        await requester.SeesStatusAsync(request, "approved");
        await Echo.RepeatAsync(app, Topics);

        // A later request goes through the same partitions or not; when its own decision is through, so are the
        // repeated ones of its keys.
        var later = await requester.RequestAsync(first);
        await first.DecideAsync(later, "approved");
        await requester.SeesStatusAsync(later, "approved");
        Assert.Equal(before - 2, await PeopleScenarios.RemainingAsync(requester));
        var final = await requester.SeesStatusAsync(request, "approved");
        Assert.All(final["steps"]!.AsArray(), step => Assert.Equal("approved", step!["status"]!.GetValue<string>()));
    }
}
