using Erp.Approval.Processing;
using Erp.Approval.Requests.Domain;
using Erp.Approval.Requests.Storage;
using Erp.ServiceDefaults.Errors;
using Erp.ServiceDefaults.Work;
using Microsoft.Extensions.Options;

namespace Erp.Approval.Requests.Inboxes;

/// <summary>Compares the pending steps of the record with the inboxes, now and then, and mends what differs: a part of
/// Redis may be lost, or be older than it was, without anybody there noticing. Every replica does it; what one sends
/// twice is taken once.</summary>
internal sealed class InboxReconciliation(
    IApprovalStore store, ApprovalChanges changes, IServiceScopeFactory scopes, Stamps stamps, TransientFaults faults,
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
            var difference = await inboxes.CompareAsync(new(steps, after, upTo), cancellationToken);
            await MendAsync(inboxes, steps, difference, cancellationToken);
            if (upTo is null) return;
            after = upTo;
        }
    }

    private async Task MendAsync(
        InboxClient inboxes, IReadOnlyList<PendingStep> steps, InboxDifference difference,
        CancellationToken cancellationToken)
    {
        var mended = 0;
        foreach (var step in await MissingAsync([.. steps.IntersectBy(difference.Missing, s => s.RequestId)]))
            await ChangeAsync(step.RequestId, r => r.MissingInInbox(step.ApproverId, stamps.Next()));
        foreach (var shown in difference.Surplus)
            await ChangeAsync(shown.RequestId, r => r.ShownInInbox(shown.ApproverId, stamps.Next()));
        if (mended == 0) return;
        logger.LogWarning("The inboxes differed from the record in {Count} steps, which go out again", mended);

        // What was on its way when both were asked may have come by now. So the inbox is asked once more of what the
        // record knew before that to be there.
        async Task<IReadOnlyList<PendingStep>> MissingAsync(List<PendingStep> candidates)
        {
            var confirmed = new List<PendingStep>();
            foreach (var step in candidates)
                if (await store.FindAsync(step.RequestId, cancellationToken) is { } request
                    && request.IsWith(step.ApproverId)) confirmed.Add(step);
            if (confirmed.Count == 0) return [];
            // Of these only: no other requests are between the last one and itself.
            var last = confirmed[^1].RequestId;
            var again = await inboxes.CompareAsync(new(confirmed, last, last), cancellationToken);
            return [.. confirmed.IntersectBy(again.Missing, s => s.RequestId)];
        }

        // The record is read once more: it may have gone on.
        async Task ChangeAsync(long id, Func<ApprovalRequest, bool> change)
        {
            if ((await changes.ChangeAsync(id, change, cancellationToken)).Changed) mended++;
        }
    }
}
