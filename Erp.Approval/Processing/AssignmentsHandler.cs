using System.Globalization;
using Erp.Contracts;
using Erp.Messaging;

namespace Erp.Approval.Processing;

/// <summary>Applies what comes on <c>approval-requests</c> to the inboxes. Each effect is one script, harmless a second
/// time. The answer is with the broker before the offset moves, and whoever asks again gets it again.</summary>
internal sealed class AssignmentsHandler(InboxStore inbox, InboxEpoch epoch, IMessagePublisher publisher)
    : IMessageHandler
{
    public Task<bool> HandleAsync(IncomingMessage message, CancellationToken cancellationToken) => message.Type switch
    {
        nameof(StepAssigned) => PutAsync(message.Read<StepAssigned>(), message.Id, cancellationToken),
        nameof(StepWithdrawn) => WithdrawAsync(message.Read<StepWithdrawn>(), message.Id, cancellationToken),
        nameof(DecisionApplied) => inbox.AppliedAsync(message.Read<DecisionApplied>()),
        _ => throw new PoisonMessageException($"{message.Type} is not known on {message.Topic}."),
    };

    private Task<bool> PutAsync(StepAssigned step, string messageId, CancellationToken cancellationToken) =>
        AnswerAsync(
            step.RequestId, step.Step, messageId,
            now => inbox.PutAsync(now, InboxItem.From(step), step.Turn), cancellationToken);

    private Task<bool> WithdrawAsync(StepWithdrawn step, string messageId, CancellationToken cancellationToken) =>
        AnswerAsync(
            step.RequestId, step.Step, messageId, now => inbox.WithdrawAsync(now, step), cancellationToken);

    /// <summary>The answer names the inbox's epoch, so the change is made only while that epoch holds; when the store
    /// began anew meanwhile, again.</summary>
    private async Task<bool> AnswerAsync(
        long requestId, int step, string messageId, Func<string, Task<InboxChange>> change,
        CancellationToken cancellationToken)
    {
        for (var current = await epoch.CurrentAsync(); ; current = await epoch.LookAsync())
        {
            var made = await change(current);
            if (made == InboxChange.OtherEpoch) continue;
            var answer = MessageJson.ToMessage(
                Topics.ApprovalResults.Name, requestId.ToString(CultureInfo.InvariantCulture),
                new StepReceived(requestId, step, messageId, current), id: $"received-{messageId}-{current}");
            await publisher.PublishAsync(answer, cancellationToken);
            return made == InboxChange.Made;
        }
    }
}
