using System.Text.Json.Serialization;

namespace Erp.Approval.Requests.Domain;

/// <summary>Who decides a step: the one who was named, their deputy, or whom HR gives it to.</summary>
public sealed partial class ApprovalRequest
{
    /// <summary>The approver whose turn it is has left, and nobody is in their place: HR has to give the step to
    /// somebody else.</summary>
    [JsonInclude] public bool Stuck { get; private set; }

    /// <summary>How often a step was assigned.</summary>
    [JsonInclude] public int Turns { get; private set; }

    /// <summary>Since when it is the turn of the present step.</summary>
    [JsonIgnore]
    internal DateTimeOffset CurrentSince =>
        Current!.AssignedAt ?? History.Last(h => h.Action is HistoryAction.Submitted or HistoryAction.StepApproved).At;

    /// <summary>Everybody who decides a step, or would if they were not away.</summary>
    internal IEnumerable<long> Line =>
        Steps.SelectMany(s => s.OnBehalfOf is { } absent ? [s.ApproverId, absent] : (long[])[s.ApproverId]).Distinct();

    /// <summary>Everybody who has decided a step; nobody ever leaves them.</summary>
    internal IEnumerable<long> Deciders =>
        Steps.Where(s => s.Status is StepStatus.Approved or StepStatus.Rejected).Select(s => s.ApproverId).Distinct();

    /// <summary>Somebody came to the line or left it since this was read.</summary>
    internal bool LineChanged { get; private set; }

    /// <summary>HR gives an undecided step to somebody else, exactly to them: also when they have a deputy. False when
    /// it is decided, or theirs already.</summary>
    public bool Reassign(int step, long approverId, long by, string reason, Stamp stamp)
    {
        var old = Steps[step - 1];
        if (Status != FinalStatus.InProgress || !old.IsOpen || old.ApproverId == approverId) return false;
        return Changing(stamp, () =>
        {
            Record(new(
                stamp.Now, HistoryAction.Reassigned, by, step, reason, ApproverId: approverId,
                InsteadOf: old.ApproverId));
            if (old.Status == StepStatus.Pending) Hand(old, approverId, null, stamp);
            else Put(old with { ApproverId = approverId });
            LineChanged = true;
        });
    }

    /// <summary>What becomes of the pending step when its approver has left, and of a stuck one when that is over: it
    /// goes to whoever is in their place, back to the one who was named, or to HR's attention. False when nothing
    /// changes, also for the second of two who saw it.</summary>
    public bool ApproverLeft(long approverId, Stamp stamp, IStandIns people)
    {
        if (Current is not { } current || current.ApproverId != approverId) return false;
        if (!people.HasLeft(approverId))
        {
            var was = Stuck;
            Stuck = false;
            return was;
        }
        if (Successor(current, people) is { } next)
        {
            var named = current.OnBehalfOf ?? current.ApproverId;
            return Changing(stamp, () =>
            {
                Delegated(current, next, stamp);
                Hand(current, next, next == named ? null : named, stamp);
            });
        }
        return !Stuck && Changing(stamp, () => GetStuck(current, stamp, people));
    }

    /// <summary>Whether <see cref="ApproverLeft"/> would take the step from its approver's inbox.</summary>
    internal bool HasSuccessor(IStandIns people) => Current is { } current && Successor(current, people) is not null;

    /// <summary>Whether <see cref="ApproverLeft"/> would leave it stuck.</summary>
    internal bool StaysStuck(IStandIns people) =>
        Stuck && Current is { } current && people.HasLeft(current.ApproverId) && !HasSuccessor(people);

    // The step of somebody who left goes on as it would have gone had its turn come now.
    private long? Successor(ApprovalStep step, IStandIns people)
    {
        var named = step.OnBehalfOf ?? step.ApproverId;
        return DeputyFor(step, people) is { } deputy && deputy != step.ApproverId ? deputy
            : named != step.ApproverId && !people.HasLeft(named) ? named
            : null;
    }

    /// <summary>Nobody decides twice, and nobody their own request: such a deputy is passed over, and the step stays
    /// with the approver who was named.</summary>
    private long? DeputyFor(ApprovalStep step, IStandIns people) =>
        people.DeputyOf(step.OnBehalfOf ?? step.ApproverId) is { } deputy && deputy != RequesterId
        && !Steps.Exists(s => s.Step != step.Step && s.IsOf(deputy))
            ? deputy
            : null;

    private void Assign(int step, Stamp stamp, IStandIns people)
    {
        var next = Steps[step - 1];
        if (DeputyFor(next, people) is { } deputy)
        {
            Delegated(next, deputy, stamp);
            next = next with { ApproverId = deputy, OnBehalfOf = next.ApproverId };
        }
        Give(next, stamp);
        if (people.HasLeft(next.ApproverId)) GetStuck(next, stamp, people);
    }

    private void Give(ApprovalStep step, Stamp stamp)
    {
        RemindedOn = 0;
        var given = step with { Status = StepStatus.Pending, AssignedAt = stamp.Now, Turn = ++Turns };
        SendAssignment(given, stamp.InboxEpoch, stamp);
    }

    /// <summary>From the inbox of one approver to that of another.</summary>
    private void Hand(ApprovalStep step, long to, long? onBehalfOf, Stamp stamp)
    {
        (Stuck, LineChanged) = (false, true);
        Forget(step.AssignmentId);
        Withdraw(step.ApproverId, step.Step, stamp);
        var handed = step with
        {
            ApproverId = to, OnBehalfOf = onBehalfOf, AssignmentId = NewId(), InboxEpoch = null, SentEpoch = null,
        };
        Give(handed, stamp);
    }

    private void Delegated(ApprovalStep step, long to, Stamp stamp)
    {
        LineChanged = true;
        Record(new(
            stamp.Now, HistoryAction.Delegated, null, step.Step, null, ApproverId: to, InsteadOf: step.ApproverId));
    }

    private void GetStuck(ApprovalStep step, Stamp stamp, IStandIns people)
    {
        Stuck = true;
        Record(new(
            stamp.Now, HistoryAction.Stuck, null, step.Step, null, ApproverId: step.ApproverId, Told: people.Hr()));
    }

    /// <summary>Who had the step when that line of the history was written.</summary>
    private long ApproverAt(int step, int line) =>
        History.Skip(line).FirstOrDefault(h => h.Step == step && Hands(h))?.InsteadOf ?? Steps[step - 1].ApproverId;

    private static bool Hands(HistoryEntry entry) =>
        entry.Action is HistoryAction.Reassigned or HistoryAction.Delegated;
}
