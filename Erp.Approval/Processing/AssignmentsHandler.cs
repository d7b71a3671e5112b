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

    /// <summary>A step that was assigned in an earlier life of the inbox may have been withdrawn since, and what kept
    /// decisions out meanwhile was lost with that life. Whether it is still pending, the record says.</summary>
    private async Task<bool> PutAsync(StepAssigned step, string messageId, CancellationToken cancellationToken)
    {
        var made = step.InboxEpoch is { } known
            ? await inbox.PutAsync(known, InboxItem.From(step), step.Turn)
            : InboxChange.OtherEpoch;
        if (made == InboxChange.OtherEpoch)
        {
            var current = await epoch.LookAsync();
            await AnswerAsync(
                step.RequestId, new InboxStarted(current, step.RequestId), $"again-{messageId}-{current}",
                cancellationToken);
            return false;
        }
        await ReceivedAsync(step.RequestId, step.Step, messageId, step.InboxEpoch!, cancellationToken);
        return made == InboxChange.Made;
    }

    /// <summary>The answer names the inbox's epoch, so the change is made only while that epoch holds; when the store
    /// began anew meanwhile, again.</summary>
    private async Task<bool> WithdrawAsync(StepWithdrawn step, string messageId, CancellationToken cancellationToken)
    {
        for (var current = await epoch.CurrentAsync(); ; current = await epoch.LookAsync())
        {
            var made = await inbox.WithdrawAsync(current, step);
            if (made == InboxChange.OtherEpoch) continue;
            await ReceivedAsync(step.RequestId, step.Step, messageId, current, cancellationToken);
            return made == InboxChange.Made;
        }
    }

    private Task ReceivedAsync(
        long requestId, int step, string messageId, string current, CancellationToken cancellationToken) =>
        AnswerAsync(
            requestId, new StepReceived(requestId, step, messageId, current), $"received-{messageId}-{current}",
            cancellationToken);

    private Task AnswerAsync<T>(long requestId, T answer, string id, CancellationToken cancellationToken)
        where T : notnull =>
        publisher.PublishAsync(
            MessageJson.ToMessage(
                Topics.ApprovalResults.Name, requestId.ToString(CultureInfo.InvariantCulture), answer, id: id),
            cancellationToken);
}
