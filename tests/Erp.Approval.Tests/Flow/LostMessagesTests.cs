using Erp.Approval.Requests.Storage;
using Erp.Approval.Tests.Support;
using Erp.Contracts;
using Erp.Messaging;
using Microsoft.Extensions.DependencyInjection;

namespace Erp.Approval.Tests.Flow;

/// <summary>Kafka acknowledges every message and loses it the first time: what is not answered end to end is sent
/// again.</summary>
public sealed class LostMessagesTests(LostMessagesTests.Losing system) : IClassFixture<LostMessagesTests.Losing>
{
    [Fact]
    public async Task A_request_is_decided_although_every_message_was_lost_once()
    {
        var (requester, first, second) =
            (FakeEmployees.NewPerson(), FakeEmployees.NewPerson(), FakeEmployees.NewPerson());
        var id = await system.SubmitAsync(requester, [first, second], "ANNUAL_LEAVE", 1.5m);

        await system.DecideWhenThereAsync(first, id, "approved");
        await system.DecideWhenThereAsync(second, id, "approved");

        await system.FinalAsync(requester, id, "approved");
        Assert.Equal(13.5m, system.Employees.Balance(requester));
    }

    [Fact]
    public async Task What_was_answered_is_not_sent_again()
    {
        var approver = FakeEmployees.NewPerson();
        var id = await system.SubmitAsync(FakeEmployees.NewPerson(), [approver]);
        await system.InInboxAsync(approver, id);
        int Sent() => system.Delivery.Published.Count(m => m.Key == $"{id}" && m.Type == nameof(StepAssigned));

        // The answer, too, is lost the first time; the notification, which nobody answers here, is the clock.
        await Eventually.TrueAsync(() => system.Delivery.Published.Any(m => m.Key == $"{id}" && m.Type == nameof(
            StepReceived)));
        var store = (IApprovalStore)system.ServicesOf("request-1").GetService(typeof(IApprovalStore))!;
        await Eventually.GetAsync(
            () => store.FindAsync(id, CancellationToken.None), r => r!.Current!.InboxEpoch is not null);
        var sent = Sent();
        int Notified() =>
            system.Delivery.Published.Count(m => m.Key == $"{id}" && m.Type == nameof(NotificationRequested));
        var notified = Notified();
        await Eventually.TrueAsync(() => Notified() > notified);

        Assert.Equal(sent, Sent());
    }

    [Theory]
    [InlineData(null)]
    [InlineData(nameof(NotificationRequested))]
    [InlineData(nameof(NotificationsTold))]
    public async Task A_lost_store_of_notifications_is_told_everything_again(string? refused)
    {
        var (requester, approver) = (FakeEmployees.NewPerson(), FakeEmployees.NewPerson());
        var id = await system.SubmitAsync(requester, [approver]);
        await system.DecideWhenThereAsync(approver, id, "rejected");
        await system.FinalAsync(requester, id, "rejected");
        IEnumerable<string> Told() => system.Delivery.Published
            .Where(m => m.Key == $"{id}" && m.Type == nameof(NotificationRequested)).Select(m => m.Id);
        await Eventually.TrueAsync(() => Told().Distinct().Count() == 2);
        var epoch = $"epoch-{id}";
        bool Answered() => system.Delivery.Published.Any(
            m => m.Type == nameof(NotificationsTold) && m.Payload.Contains(epoch, StringComparison.Ordinal));
        var ids = Told().Distinct().ToList();

        var started = MessageJson.ToMessage(
            Topics.ApprovalResults.Name, "notifications", new NotificationsStarted(epoch));
        var publisher = system.ServicesOf("processing-1").GetRequiredService<IMessagePublisher>();
        system.Delivery.RefusesNext = refused;
        // The first one is lost, as all are here.
        for (var i = 0; i < 2; i++) await publisher.PublishAsync(started, CancellationToken.None);

        await Eventually.TrueAsync(Answered);
        Assert.Equal(ids, Told().TakeLast(2));
    }

    public sealed class Losing : ApprovalSystem
    {
        public Losing() => Delivery.LosesFirst = true;
    }
}
