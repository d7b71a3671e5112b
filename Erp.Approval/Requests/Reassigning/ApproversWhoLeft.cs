using System.Collections.Concurrent;
using Erp.Api.Errors;
using Erp.Approval.Processing;
using Erp.Approval.Requests.Inboxes;
using Erp.Approval.Requests.People;
using Erp.Approval.Requests.Storage;
using Erp.People;
using Erp.ServiceDefaults.Errors;
using Erp.ServiceDefaults.Work;
using Microsoft.Extensions.Options;

namespace Erp.Approval.Requests.Reassigning;

/// <summary>Hands on the pending steps of approvers who have left. Every replica does it: of two that see the same, the
/// second changes nothing.</summary>
internal sealed class ApproversWhoLeft(
    IApprovalStore store, ApprovalChanges changes, IServiceScopeFactory scopes, PeopleView people, StandIns standIns,
    Stamps stamps, TransientFaults faults, IOptions<ApprovalOptions> options, ILogger<ApproversWhoLeft> logger)
    : RecurringWork("Steps of people who left wait", options.Value.LeaverCheck, faults, logger)
{
    private readonly ConcurrentDictionary<long, bool> _left = new();
    private bool _walked;

    public override void Dispose()
    {
        people.Left -= Note;
        people.Changed -= Look;
        base.Dispose();
    }

    protected override async Task BeginAsync(CancellationToken stoppingToken)
    {
        // Who has half of the people would not see a deputy, and tell half of HR.
        await people.Complete.WaitAsync(stoppingToken);
        people.Left += Note;
        people.Changed += Look;
    }

    protected override async Task<TimeSpan?> TurnAsync(CancellationToken stoppingToken)
    {
        // Who left while this replica was not there.
        if (!_walked) await WalkAsync(stoppingToken);
        foreach (var id in _left.Keys) await TryAsync(() => HandOnAsync(id, stoppingToken), stoppingToken);
        // They may have come back, or have a deputy by now, or their deputy is not away any more.
        for (long? before = null; ;)
        {
            var stuck = await store.ListAsync(new(Stuck: true), PendingSteps.Most, before, stoppingToken);
            foreach (var request in stuck.Where(r => !r.StaysStuck(standIns)))
                await TryAsync(
                    () => HandOnAsync(request.Id, request.Current!.ApproverId, stoppingToken), stoppingToken);
            if (stuck.Count < PendingSteps.Most) return options.Value.LeaverCheck;
            before = stuck[^1].Id;
        }
    }

    private void Note(long employeeId)
    {
        _left[employeeId] = true;
        Wake();
    }

    // Whoever it is: anybody may be in the line of deputies of somebody who left.
    private void Look(Erp.People.Person changed) => Wake();

    private async Task WalkAsync(CancellationToken cancellationToken)
    {
        for (long? after = null; ;)
        {
            var steps = await store.ListPendingStepsAsync(PendingSteps.Most, after, cancellationToken);
            foreach (var step in steps)
                if (standIns.HasLeft(step.ApproverId)) _left[step.ApproverId] = true;
            _walked = steps.Count < PendingSteps.Most;
            if (_walked) return;
            after = steps[^1].RequestId;
        }
    }

    private async Task HandOnAsync(long employeeId, CancellationToken cancellationToken)
    {
        // Taken off first: who leaves again while this is done is looked at again.
        _left.TryRemove(employeeId, out _);
        try
        {
            for (long? after = null; ;)
            {
                var pending =
                    await store.ListPendingAsync(employeeId, PendingSteps.Most, after, cancellationToken);
                foreach (var request in pending) await HandOnAsync(request.Id, employeeId, cancellationToken);
                if (pending.Count < PendingSteps.Most) return;
                after = pending[^1].Id;
            }
        }
        catch
        {
            _left[employeeId] = true;
            throw;
        }
    }

    private async Task HandOnAsync(long id, long approverId, CancellationToken cancellationToken)
    {
        var request = await store.GetAsync(id, cancellationToken);
        if (request.Current?.ApproverId != approverId) return;
        try
        {
            if (standIns.HasLeft(approverId) && request.HasSuccessor(standIns))
            {
                await using var scope = scopes.CreateAsyncScope();
                await scope.ServiceProvider.GetRequiredService<Withdrawal>().MakeAsync(
                    request, r => r.Current?.ApproverId != approverId, Left, cancellationToken);
            }
            else await changes.ChangeAsync(id, Left, cancellationToken);
        }
        catch (ProblemException e) when (e.Status == 409)
        {
            logger.LogInformation("Request {RequestId} goes on without: {Reason}", id, e.Message);
        }

        bool Left(Domain.ApprovalRequest r) => r.ApproverLeft(approverId, stamps.Next(), standIns);
    }
}
