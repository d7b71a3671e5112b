using Erp.Approval.Tests.Support;

namespace Erp.Approval.Tests.Flow;

/// <summary>Every message is delivered twice: nothing happens twice.</summary>
public sealed class DoubleDeliveryTests(
    DoubleDeliveryTests.Doubling system) : IClassFixture<DoubleDeliveryTests.Doubling>
{
    [Fact]
    public async Task Scenario_7_leave_is_deducted_once_when_every_message_is_delivered_twice()
    {
        var (requester, first, second) =
            (FakeEmployees.NewPerson(), FakeEmployees.NewPerson(), FakeEmployees.NewPerson());
        var id = await system.SubmitAsync(requester, [first, second], "ANNUAL_LEAVE", 2);

        await system.DecideWhenThereAsync(first, id, "approved");
        await system.DecideWhenThereAsync(second, id, "approved");

        var final = await system.FinalAsync(requester, id, "approved");
        Assert.Equal(13m, system.Employees.Balance(requester));
        Assert.Equal(["submitted", "step_approved", "step_approved", "leave_deducted"],
            final["history"]!.AsArray().Select(h => (string)h!["action"]!));
    }

    [Fact]
    public async Task A_step_is_in_the_inbox_once_however_often_it_is_delivered()
    {
        var approver = FakeEmployees.NewPerson();
        var first = await system.SubmitAsync(FakeEmployees.NewPerson(), [approver]);
        var second = await system.SubmitAsync(FakeEmployees.NewPerson(), [approver]);

        await system.InInboxAsync(approver, first);
        await system.InInboxAsync(approver, second);

        Assert.Equal([first, second], await system.InboxAsync(approver));
    }

    [Fact]
    public async Task A_step_that_was_decided_does_not_come_back()
    {
        var (requester, approver) = (FakeEmployees.NewPerson(), FakeEmployees.NewPerson());
        var id = await system.SubmitAsync(requester, [approver]);
        await system.DecideWhenThereAsync(approver, id, "rejected");
        await system.FinalAsync(requester, id, "rejected");

        // Once the next request is there, everything that was published before it is as well.
        var next = await system.SubmitAsync(requester, [approver]);
        await system.InInboxAsync(approver, next);

        Assert.Equal([next], await system.InboxAsync(approver));
    }

    public sealed class Doubling : ApprovalSystem
    {
        public Doubling() => Delivery.Twice = true;
    }
}
