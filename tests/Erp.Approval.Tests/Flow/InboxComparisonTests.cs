using Erp.Approval.Requests;
using Erp.Approval.Requests.Storage;
using Erp.Approval.Tests.Support;
using Erp.Contracts;
using Microsoft.Extensions.DependencyInjection;

namespace Erp.Approval.Tests.Flow;

/// <summary>The record and the inboxes are compared while steps are on their way.</summary>
public sealed class InboxComparisonTests
{
    [Fact]
    public async Task A_step_that_comes_while_both_are_asked_is_not_missing()
    {
        // Whatever goes out twice is not a redelivery.
        await using var own = new OwnSystem(
            new ApprovalSystem { Settings = { ["Approval:FirstRedelivery"] = "00:01:00" } });
        var system = own.It;
        await system.InitializeAsync();
        var store = system.ServicesOf("request-1").GetRequiredService<IApprovalStore>();
        // An assignment for no life of the inboxes goes out once more.
        var stamps = system.ServicesOf("request-1").GetRequiredService<Stamps>();
        await Eventually.TrueAsync(() => stamps.InboxEpoch is not null);
        var (requester, approver) = (FakeEmployees.NewPerson(), FakeEmployees.NewPerson());
        var (id, compared) = (0L, 0);
        system.Compared = async () =>
        {
            if (Volatile.Read(ref id) == 0 || Interlocked.Increment(ref compared) > 1) return;
            // The inbox has said that it has no such step.
            system.Delivery.Down = false;
            await Eventually.TrueAsync(async () => (await store.FindAsync(id, default))!.IsWith(approver));
        };

        system.Delivery.Down = true;
        Volatile.Write(ref id, await system.SubmitAsync(requester, [approver]));
        await Eventually.TrueAsync(() => Volatile.Read(ref compared) > 3);

        Assert.Single(system.Delivery.Published, m => m.Type == nameof(StepAssigned));
    }
}
