using Erp.Approval.Processing;
using Erp.Approval.Requests.Domain;
using Erp.Approval.Requests.Storage;
using Erp.Messaging;
using Erp.ServiceDefaults.Errors;
using Erp.ServiceDefaults.Work;
using Microsoft.Extensions.Options;

namespace Erp.Approval.Requests.Inboxes;

/// <summary>Compares the pending steps of the record with the inboxes, now and then, and mends what differs: a part of
/// Redis may be lost, or be older than it was, without anybody there noticing. Every replica does it; what one sends
/// twice is taken once.</summary>
internal sealed class InboxReconciliation(
    IApprovalStore store, IServiceScopeFactory scopes, OutboxSignal outbox, Stamps stamps, TransientFaults faults,
    IOptions<ApprovalOptions> options, ILogger<InboxReconciliation> logger)
    : RecurringWork("The inboxes cannot be compared", options.Value.InboxCheck, faults, logger)
{
    // Not at once: the store is still being prepared, and so are those of the inboxes.
    protected override Task BeginAsync(CancellationToken stoppingToken) =>
        Task.Delay(options.Value.InboxCheck, stoppingToken);

    protected override async Task<TimeSpan?> TurnAsync(CancellationToken stoppingToken)
    {
        await CompareAsync(stoppingToken);
        return options.Value.InboxCheck;
    }

    private async Task CompareAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var inboxes = scope.ServiceProvider.GetRequiredService<InboxClient>();
        for (long? after = null; ;)
        {
            var steps = await store.ListPendingStepsAsync(PendingSteps.Most, after, cancellationToken);
            long? upTo = steps.Count == PendingSteps.Most ? steps[^1].RequestId : null;
            await MendAsync(
                steps, await inboxes.CompareAsync(new(steps, after, upTo), cancellationToken), cancellationToken);
            if (upTo is null) return;
            after = upTo;
        }
    }

    private async Task MendAsync(
        IReadOnlyList<PendingStep> steps, InboxDifference difference, CancellationToken cancellationToken)
    {
        var mended = 0;
        foreach (var step in steps.IntersectBy(difference.Missing, s => s.RequestId))
            await ChangeAsync(step.RequestId, r => r.MissingInInbox(step.ApproverId, stamps.Next()));
        foreach (var shown in difference.Surplus)
            await ChangeAsync(shown.RequestId, r => r.ShownInInbox(shown.ApproverId, stamps.Next()));
        if (mended == 0) return;
        outbox.Set();
        logger.LogWarning("The inboxes differed from the record in {Count} steps, which go out again", mended);

        // The record is read once more: what was on its way when both were asked is no difference.
        async Task ChangeAsync(long id, Func<ApprovalRequest, bool> change)
        {
            var changed = false;
            await store.ChangeAsync(id, r => changed = change(r), cancellationToken);
            if (changed) mended++;
        }
    }
}
