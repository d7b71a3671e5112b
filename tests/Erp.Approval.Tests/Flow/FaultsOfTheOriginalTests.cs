using System.Net;
using System.Net.Http.Json;
using Erp.Approval.Requests.Domain;
using Erp.Approval.Requests.Storage;
using Erp.Approval.Tests.Support;
using Erp.Contracts;
using Microsoft.Extensions.DependencyInjection;

namespace Erp.Approval.Tests.Flow;

/// <summary>The faults of the system that this one replaces, by name. Redelivery is out of reach here, so that nothing
/// else can mend what a fault breaks.</summary>
public sealed class FaultsOfTheOriginalTests(
    FaultsOfTheOriginalTests.WithoutRedelivery system) : IClassFixture<FaultsOfTheOriginalTests.WithoutRedelivery>
{
    [Fact]
    public async Task Dual_write_of_document_and_message()
    {
        var approver = FakeEmployees.NewPerson();
        system.Delivery.Down = true;
        var id = await system.SubmitAsync(FakeEmployees.NewPerson(), [approver]);
        var stored = await Store.FindAsync(id, CancellationToken.None);
        Assert.Contains(stored!.Outbox, m => m.Type == nameof(StepAssigned));

        // Whatever happens to the process after its 201, the message is where the document is.
        await system.StopAsync("request-1");
        system.Delivery.Down = false;
        system.Start("request-1");

        await system.InInboxAsync(approver, id);
    }

    [Fact]
    public async Task Decision_lost_when_its_send_fails()
    {
        var (requester, approver, id) = await system.WaitingAsync();
        system.Delivery.Down = true;

        using var decided = await system.DecideAsync(approver, id, "approved");
        system.Delivery.Down = false;

        Assert.Equal(HttpStatusCode.OK, decided.StatusCode);
        await system.FinalAsync(requester, id, "approved");
    }

    [Fact]
    public async Task Consumers_that_swallow_errors_and_commit()
    {
        var approver = FakeEmployees.NewPerson();
        await system.Redis.StopAsync();
        var id = await system.SubmitAsync(FakeEmployees.NewPerson(), [approver]);
        await Eventually.TrueAsync(() => system.Delivery.Published.Any(m => m.Key == $"{id}" && m.Type == nameof(
            StepAssigned)));

        await system.Redis.StartAsync();

        await system.InInboxAsync(approver, id);
    }

    [Fact]
    public async Task Inbox_lost_on_restart()
    {
        var (_, approver, id) = await system.WaitingAsync();

        await system.StopAsync("processing-1");
        system.Start("processing-1");

        Assert.Equal([id], await system.InboxAsync(approver));
    }

    [Fact]
    public async Task Step_order_not_enforced()
    {
        var (requester, first, second) =
            (FakeEmployees.NewPerson(), FakeEmployees.NewPerson(), FakeEmployees.NewPerson());
        var id = await system.SubmitAsync(requester, [first, second]);
        await system.InInboxAsync(first, id);

        using var early = await system.DecideAsync(second, id, "approved");

        Assert.Equal(HttpStatusCode.NotFound, early.StatusCode);
        Assert.Equal(
            ["pending", "waiting"],
            (await system.DetailAsync(requester, id))["steps"]!.AsArray().Select(s => (string)s!["status"]!));
    }

    [Fact]
    public async Task Rejected_documents_approved_later()
    {
        var (requester, first, second) =
            (FakeEmployees.NewPerson(), FakeEmployees.NewPerson(), FakeEmployees.NewPerson());
        var id = await system.SubmitAsync(requester, [first, second]);
        await system.DecideWhenThereAsync(first, id, "rejected");
        await system.FinalAsync(requester, id, "rejected");

        using var later = await system.DecideAsync(second, id, "approved");
        using var contrary = await system.DecideAsync(first, id, "approved");

        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.Conflict), (later.StatusCode, contrary.StatusCode));
        Assert.Equal("rejected", (string)(await system.DetailAsync(requester, id))["status"]!);
    }

    [Fact]
    public async Task Empty_steps_accepted()
    {
        var requester = FakeEmployees.NewPerson();
        using var client = system.Requests(requester);

        using var answer = await client.PostAsJsonAsync("/approvals", ApprovalSystem.Body(requester, []));

        Assert.Equal("validation_failed", await BadInput.AssertProblemAsync(answer));
    }

    [Fact]
    public async Task Lost_updates_on_documents()
    {
        var id = await system.SubmitAsync(FakeEmployees.NewPerson(), [FakeEmployees.NewPerson()]);

        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Store.ChangeAsync(id, r =>
        {
            r.History.Add(new(DateTimeOffset.UnixEpoch, HistoryAction.Submitted, 5000 + i, null, null));
            return true;
        }, CancellationToken.None)));

        var stored = (await Store.FindAsync(id, CancellationToken.None))!;
        Assert.Equal(20, stored.History.Count(h => h.By >= 5000));
    }

    private IApprovalStore Store => system.ServicesOf("request-1").GetRequiredService<IApprovalStore>();

    public sealed class WithoutRedelivery : ApprovalSystem
    {
        public WithoutRedelivery()
        {
            Settings["Approval:FirstRedelivery"] = "01:00:00";
            Settings["Approval:DecisionWait"] = "00:00:00.500";
        }
    }
}
