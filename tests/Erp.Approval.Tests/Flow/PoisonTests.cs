using System.Text;
using Confluent.Kafka;
using Erp.Approval.Requests.Storage;
using Erp.Approval.Tests.Support;
using Erp.Contracts;
using Erp.Messaging;
using Microsoft.Extensions.DependencyInjection;

namespace Erp.Approval.Tests.Flow;

/// <summary>A message that can't be processed goes to the dead letters and blocks nobody; late ones are answered, so
/// that nothing is sent for ever.</summary>
public sealed class PoisonTests(ApprovalSystem system) : IClassFixture<ApprovalSystem>
{
    [Theory]
    [InlineData("StepAssigned", "{\"requestId\":", "approval-requests")]
    [InlineData("NoSuchType", "{}", "approval-requests")]
    [InlineData("DecisionMade", "null", "approval-results")]
    [InlineData(
        "DecisionMade",
        """{"requestId":1,"step":1,"approverId":2,"status":"perhaps","reason":null,"""
            + """ "decidedAt":"2026-01-01T00:00:00Z"}""",
        "approval-results")]
    public async Task One_bad_record_blocks_nobody_and_is_kept(string type, string payload, string topic)
    {
        var message = new OutgoingMessage(
            Guid.NewGuid().ToString("N"), topic, "same-key", type, payload, null, DateTimeOffset.UtcNow);
        await Publisher.PublishAsync(message, CancellationToken.None);

        var (requester, approver) = (FakeEmployees.NewPerson(), FakeEmployees.NewPerson());
        var id = await system.SubmitAsync(requester, [approver]);
        await system.DecideWhenThereAsync(approver, id, "approved");
        await system.FinalAsync(requester, id, "approved");

        var letter = await DeadLetterAsync(topic, message.Id);
        Assert.Equal(payload, letter.Message.Value);
        Assert.NotEmpty(letter.Message.Headers.GetLastBytes("dlq-reason"));
    }

    [Fact]
    public async Task A_decision_on_a_request_that_does_not_exist_is_answered_and_kept()
    {
        var message = MessageJson.ToMessage(Topics.ApprovalResults.Name, "987654321",
            new DecisionMade(987654321, 1, 2, "approved", null, DateTimeOffset.UtcNow));
        await Publisher.PublishAsync(message, CancellationToken.None);

        await Eventually.TrueAsync(() => system.Delivery.Published.Any(
            m => m.Type == nameof(DecisionApplied) && m.Payload.Contains(message.Id, StringComparison.Ordinal)));
        await DeadLetterAsync(Topics.ApprovalResults.Name, message.Id);
    }

    [Fact]
    public async Task A_decision_on_a_request_that_has_ended_is_answered_without_effect()
    {
        var (requester, approver) = (FakeEmployees.NewPerson(), FakeEmployees.NewPerson());
        var id = await system.SubmitAsync(requester, [approver]);
        await system.DecideWhenThereAsync(approver, id, "rejected", "No.");
        await system.FinalAsync(requester, id, "rejected");

        var late = MessageJson.ToMessage(
            Topics.ApprovalResults.Name, $"{id}",
            new DecisionMade(id, 1, approver, "approved", null, DateTimeOffset.UtcNow));
        await Publisher.PublishAsync(late, CancellationToken.None);

        await Eventually.TrueAsync(() => system.Delivery.Published.Any(
            m => m.Type == nameof(DecisionApplied) && m.Payload.Contains(late.Id, StringComparison.Ordinal)));
        Assert.Equal("rejected", (string)(await system.DetailAsync(requester, id))["status"]!);
    }

    [Fact]
    public async Task A_notification_is_sent_again_until_it_is_answered()
    {
        var id = await system.SubmitAsync(FakeEmployees.NewPerson(), [FakeEmployees.NewPerson()]);
        List<OutgoingMessage> Notified() =>
            [.. system.Delivery.Published.Where(m => m.Key == $"{id}" && m.Topic == Topics.ApprovalNotifications.Name)];
        await Eventually.TrueAsync(() => Notified().Count >= 2);
        Assert.Single(Notified().Select(m => m.Id).Distinct());

        await Publisher.PublishAsync(
            MessageJson.ToMessage(Topics.ApprovalResults.Name, $"{id}", new NotificationStored(Notified()[0].Id, id)),
            CancellationToken.None);

        var store = system.ServicesOf("request-1").GetRequiredService<IApprovalStore>();
        await Eventually.GetAsync(() => store.FindAsync(id, CancellationToken.None), r => r!.Outbox.Count == 0);
    }

    private IMessagePublisher Publisher => system.ServicesOf("request-1").GetRequiredService<IMessagePublisher>();

    private async Task<ConsumeResult<string, string>> DeadLetterAsync(string topic, string messageId)
    {
        using var consumer = new ConsumerBuilder<string, string>(
            new ConsumerConfig
            {
                BootstrapServers = system.Kafka.BootstrapServers,
                GroupId = Guid.NewGuid().ToString("N"),
                AutoOffsetReset = AutoOffsetReset.Earliest,
            }).SetLogHandler((_, _) => { }).Build();
        consumer.Assign(
            Enumerable.Range(0, 3).Select(p => new TopicPartitionOffset(topic + ".dlq", p, Offset.Beginning)));
        return (
            await Eventually.GetAsync(
                () => Task.Run(() => consumer.Consume(TimeSpan.FromMilliseconds(200))),
                letter =>
                    letter is not null
                    && letter.Message.Headers.TryGetLastBytes(MessageHeaders.Id, out var id)
                    && Encoding.UTF8.GetString(id) == messageId))!;
    }
}
