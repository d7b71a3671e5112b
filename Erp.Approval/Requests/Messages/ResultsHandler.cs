using System.Globalization;
using Erp.Approval.Requests.Domain;
using Erp.Approval.Requests.Leave;
using Erp.Approval.Requests.Storage;
using Erp.Contracts;
using Erp.Messaging;
using Erp.People;

namespace Erp.Approval.Requests.Messages;

/// <summary>Applies what comes back on <c>approval-results</c>. Every effect is a change of one document, idempotent by
/// what the document already has.</summary>
internal sealed class ResultsHandler(
    IApprovalStore store,
    ApprovalChanges changes,
    IMessagePublisher publisher,
    LeaveDeduction deduction,
    TellingAgain telling,
    PeopleView people,
    IStandIns standIns,
    Stamps stamps) : IMessageHandler
{
    private volatile string? _sentForEpoch;

    public Task<bool> HandleAsync(IncomingMessage message, CancellationToken cancellationToken) => message.Type switch
    {
        nameof(DecisionMade) => DecideAsync(message.Read<DecisionMade>(), message.Id, cancellationToken),
        nameof(StepReceived) => ReceivedAsync(message.Read<StepReceived>(), cancellationToken),
        nameof(NotificationStored) => StoredAsync(message.Read<NotificationStored>(), cancellationToken),
        nameof(InboxStarted) => SendPendingAgainAsync(message.Read<InboxStarted>(), cancellationToken),
        nameof(NotificationsStarted) => TellAgainAsync(message.Read<NotificationsStarted>()),
        _ => throw new PoisonMessageException($"{message.Type} is not known on {message.Topic}."),
    };

    private async Task<bool> DecideAsync(DecisionMade decision, string decisionId, CancellationToken cancellationToken)
    {
        if (decision.Status is not ("approved" or "rejected"))
            throw new PoisonMessageException($"A decision is approved or rejected, not '{decision.Status}'.");
        // The next step's turn may come: to a deputy, whom a service that has just started does not know yet.
        await people.Complete.WaitAsync(cancellationToken);
        var (request, applied) = await changes.ChangeAsync(
            decision.RequestId,
            r => r.Decide(
                decisionId, decision.Step, decision.ApproverId, decision.Status == "approved", decision.Reason,
                decision.DecidedAt, stamps.Next(), standIns),
            cancellationToken);
        if (request?.Deducting == true) deduction.Wake();
        // Whatever came of it, its sender can let go of it; who sends it again is answered again.
        await publisher.PublishAsync(
            MessageJson.ToMessage(
                Topics.ApprovalRequests.Name, decision.RequestId.ToString(CultureInfo.InvariantCulture),
                new DecisionApplied(decision.RequestId, decision.Step, decision.ApproverId, decisionId),
                id: "applied-" + decisionId),
            cancellationToken);
        // Kept where somebody looks.
        return request is not null ? applied
            : throw new PoisonMessageException($"There is no request {decision.RequestId}.");
    }

    private Task<bool> ReceivedAsync(StepReceived received, CancellationToken cancellationToken)
    {
        stamps.InboxEpoch = received.InboxEpoch;
        return ChangeAsync(
            received.RequestId, r => r.Received(received.MessageId, received.InboxEpoch, stamps.Next()),
            cancellationToken);
    }

    // Notifications of others have no approval: nothing of ours waits for them.
    private Task<bool> StoredAsync(NotificationStored stored, CancellationToken cancellationToken) =>
        stored.ApprovalId is { } id
            ? ChangeAsync(id, r => r.Answered(stored.MessageId), cancellationToken)
            : Task.FromResult(false);

    private Task<bool> TellAgainAsync(NotificationsStarted started)
    {
        telling.Ask(started.StoreEpoch);
        return Task.FromResult(true);
    }

    private async Task<bool> SendPendingAgainAsync(InboxStarted started, CancellationToken cancellationToken)
    {
        const int Page = 100;
        stamps.InboxEpoch = started.InboxEpoch;
        if (started.RequestId is { } one)
            return await ChangeAsync(
                one, r => r.InboxAsksAgain(started.InboxEpoch, stamps.Next()), cancellationToken);
        // Said once a minute. What was not confirmed since is on its way or will be sent again; all of it at once, in
        // the middle of much work, would only make more of that.
        if (_sentForEpoch == started.InboxEpoch) return false;
        long? after = null;
        IReadOnlyList<long> ids;
        do
        {
            ids = await store.ListUnconfirmedAsync(started.InboxEpoch, Page, after, cancellationToken);
            foreach (var id in ids)
                await ChangeAsync(id, r => r.InboxStarted(started.InboxEpoch, stamps.Next()), cancellationToken);
            after = ids.Count > 0 ? ids[^1] : after;
        } while (ids.Count == Page);
        _sentForEpoch = started.InboxEpoch;
        return true;
    }

    private async Task<bool> ChangeAsync(
        long id, Func<ApprovalRequest, bool> change, CancellationToken cancellationToken) =>
        (await changes.ChangeAsync(id, change, cancellationToken)).Changed;
}
