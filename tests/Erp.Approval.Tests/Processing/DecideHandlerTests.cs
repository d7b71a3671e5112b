using Erp.Approval.Processing;
using Erp.Contracts;
using Erp.Messaging;
using Erp.ServiceDefaults.Errors;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Erp.Approval.Tests.Processing;

/// <summary>What is answered to a decision is in Redis and with Kafka.</summary>
public sealed class DecideHandlerTests(RedisServer redis) : InboxTests(redis), IMessagePublisher
{
    private readonly List<OutgoingMessage> _published = [];

    [Fact]
    public async Task A_decision_whose_first_answer_was_lost_is_with_Kafka_before_it_is_answered_again()
    {
        await PutAsync();
        // Redis took it after its caller had given up.
        await DecideAsync(DecisionStatus.Approved);
        Assert.Empty(_published);

        var decision = await HandleAsync();

        Assert.Equal(Id, decision.RequestId);
        var message = Assert.Single(_published);
        Assert.Equal(nameof(DecisionMade), message.Type);
        await Inbox.AppliedAsync(new(Id, 1, 2, message.Id));
        await HandleAsync();
        Assert.Single(_published);
    }

    Task IMessagePublisher.PublishAsync(OutgoingMessage message, CancellationToken cancellationToken)
    {
        _published.Add(message);
        return Task.CompletedTask;
    }

    private async Task<Decision> HandleAsync()
    {
        var signal = new OutboxSignal();
        var options = Options.Create(new ApprovalOptions());
        using var epoch = new InboxEpoch(
            Connection, signal, new TransientFaults([]), options, NullLogger<InboxEpoch>.Instance);
        return await new DecideHandler(
            Inbox, epoch, Outbox, signal, this, TimeProvider.System, options, NullLogger<DecideHandler>.Instance)
            .HandleAsync(2, Id, new(DecisionStatus.Approved, null), CancellationToken.None);
    }
}
