using System.Globalization;
using Erp.Api.Errors;
using Erp.Api.Json;
using Erp.Contracts;
using Erp.Messaging;
using Microsoft.Extensions.Options;

namespace Erp.Approval.Processing;

/// <summary>Takes a decision: stored with its message in one step, then handed to Kafka at once, so that it is in two
/// places before the approver hears that it was taken.</summary>
internal sealed class DecideHandler(
    InboxStore inbox, InboxEpoch epoch, IOutbox outbox, OutboxSignal signal, IMessagePublisher publisher,
    TimeProvider clock, IOptions<ApprovalOptions> options, ILogger<DecideHandler> logger)
{
    public async Task<Decision> HandleAsync(
        long approverId, long requestId, DecideRequest body, CancellationToken cancellationToken)
    {
        var (item, earlier) = await inbox.FindAsync(approverId, requestId);
        if (earlier is not null)
        {
            var again = earlier.Status == body.Status ? DecideOutcome.Same : DecideOutcome.Contrary;
            if (again == DecideOutcome.Same) await PublishAgainAsync(earlier, cancellationToken);
            return Settle(again, earlier, requestId);
        }
        if (item is null) return Settle(DecideOutcome.Absent, null, requestId);

        var decision = new Decision(requestId, item.Step, approverId, body.Status, body.Reason, clock.GetUtcNow());
        var message = MessageJson.ToMessage(
            Topics.ApprovalResults.Name,
            requestId.ToString(CultureInfo.InvariantCulture),
            new DecisionMade(
                requestId, item.Step, approverId, body.Status.Name(),
                body.Reason, decision.DecidedAt));
        // Until this caller gives up, no relay publishes the message too.
        var (outcome, stored) =
            await inbox.DecideAsync(decision, message, options.Value.DecisionWait + TimeSpan.FromSeconds(1));
        if (outcome == DecideOutcome.Decided) await PublishAsync(message, cancellationToken);
        if (outcome == DecideOutcome.Same) await PublishAgainAsync(stored!, cancellationToken);
        if (outcome == DecideOutcome.Unsure) await epoch.LookAsync();
        return Settle(outcome, stored, requestId);
    }

    // Whoever was told nothing the first time may have gone before Kafka had it.
    private async Task PublishAgainAsync(Decision decision, CancellationToken cancellationToken)
    {
        if (await inbox.FindUnansweredAsync(decision) is { } message) await PublishAsync(message, cancellationToken);
    }

    private async Task PublishAsync(OutgoingMessage message, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(options.Value.DecisionWait);
        try
        {
            await publisher.PublishAsync(message, limit.Token).WaitAsync(limit.Token);
            await outbox.MarkPublishedAsync([OutboxLease.Without(message)], CancellationToken.None);
        }
        catch (Exception e)
        {
            // Stored it is; the relay goes on trying.
            logger.LogWarning("The decision on request {RequestId} waits for Kafka: {Reason}", message.Key, e.Message);
            signal.Set();
        }
    }

    private static Decision Settle(DecideOutcome outcome, Decision? decision, long requestId) => outcome switch
    {
        DecideOutcome.Absent => throw Problems.NotFound("not_in_inbox", $"Request {requestId} is not in this inbox."),
        DecideOutcome.Contrary =>
            throw Problems.Conflict("already_decided", $"Request {requestId} was decided otherwise before."),
        DecideOutcome.Unsure => throw Problems.Unavailable(
            "temporarily_unavailable", "The inboxes are being compared with the record. Try again.",
            TimeSpan.FromSeconds(1)),
        DecideOutcome.Held =>
            throw Problems.Conflict(
                "being_withdrawn", $"Request {requestId} is being cancelled, or given to somebody else."),
        _ => decision!,
    };
}
