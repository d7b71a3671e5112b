using System.Globalization;
using Erp.Contracts;
using Erp.Messaging;

namespace Erp.Approval.Processing;

/// <summary>Applies what comes on <c>approval-requests</c> to the inboxes. Each effect is one script, harmless a second
/// time.</summary>
internal sealed class AssignmentsHandler(InboxStore inbox, InboxEpoch epoch, OutboxSignal outbox) : IMessageHandler
{
    public Task<bool> HandleAsync(IncomingMessage message, CancellationToken cancellationToken) => message.Type switch
    {
        nameof(StepAssigned) => PutAsync(message.Read<StepAssigned>(), message.Id),
        nameof(StepWithdrawn) => WithdrawAsync(message.Read<StepWithdrawn>(), message.Id),
        nameof(DecisionApplied) => inbox.AppliedAsync(message.Read<DecisionApplied>()),
        _ => throw new PoisonMessageException($"{message.Type} is not known on {message.Topic}."),
    };

    private Task<bool> PutAsync(StepAssigned step, string messageId) =>
        InEpochAsync(
            step.RequestId, step.Step, messageId,
            (now, answer) => inbox.PutAsync(now, InboxItem.From(step), step.Turn, answer));

    private Task<bool> WithdrawAsync(StepWithdrawn step, string messageId) =>
        InEpochAsync(
            step.RequestId,
            step.Step,
            messageId,
            (now, answer) => inbox.WithdrawAsync(now, step, answer));

    /// <summary>The answer names the inbox's epoch, so it is stored only while that epoch holds; when the store began
    /// anew meanwhile, again.</summary>
    private async Task<bool> InEpochAsync(
        long requestId, int step, string messageId, Func<string, OutgoingMessage, Task<InboxChange>> store)
    {
        for (var current = await epoch.CurrentAsync(); ; current = await epoch.LookAsync())
        {
            var answer = MessageJson.ToMessage(
                Topics.ApprovalResults.Name,
                requestId.ToString(CultureInfo.InvariantCulture),
                new StepReceived(requestId, step, messageId, current),
                id: $"received-{messageId}-{current}");
            var change = await store(current, answer);
            if (change == InboxChange.OtherEpoch) continue;
            outbox.Set();
            return change == InboxChange.Made;
        }
    }
}
