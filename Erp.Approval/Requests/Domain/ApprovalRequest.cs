using System.Text.Json.Serialization;
using Erp.ServiceDefaults.Work;

namespace Erp.Approval.Requests.Domain;

/// <summary>A request for approval with its line of approvers: the consistency boundary. Every method either changes
/// state, history and outgoing messages together or changes nothing; the store writes all of it at once.</summary>
public sealed partial class ApprovalRequest
{
    /// <summary>A request is one document, read and written as a whole.</summary>
    internal const int MostComments = 200;

    [JsonInclude] public long Id { get; private set; }
    /// <summary>Counts stored changes; a store replaces only the version that was read.</summary>
    [JsonInclude] public long Version { get; internal set; }
    [JsonInclude] public long RequesterId { get; private set; }
    [JsonInclude] public string Title { get; private set; } = "";
    [JsonInclude] public string Content { get; private set; } = "";
    [JsonInclude] public ApprovalType Type { get; private set; }
    [JsonInclude] public decimal? LeaveDays { get; private set; }
    /// <summary>Of annual leave, where its dates are known.</summary>
    [JsonInclude] public LeavePeriod? Period { get; private set; }
    [JsonInclude] public FinalStatus Status { get; private set; }
    /// <summary>Why it was rejected.</summary>
    [JsonInclude] public string? Reason { get; private set; }
    /// <summary>Every step is approved, the leave is not deducted yet. Stored, so that a crash resumes here; callers
    /// see <c>in_progress</c>.</summary>
    [JsonInclude] public bool Deducting { get; private set; }
    /// <summary>The trace in which the last approval came, for the deduction that follows it.</summary>
    [JsonInclude] public string? DeductionTrace { get; private set; }
    /// <summary>Until when one caller alone deducts. What it was told counts only as long as the lease is still its
    /// own.</summary>
    [JsonInclude] public DateTimeOffset? DeductionLease { get; private set; }
    [JsonInclude] public DateTimeOffset CreatedAt { get; private set; }
    [JsonInclude] public DateTimeOffset UpdatedAt { get; private set; }
    /// <summary>Who may read it and is told of its end, beside those whom it concerns anyway.</summary>
    [JsonInclude] public List<long> Readers { get; private set; } = [];
    [JsonInclude] public List<ApprovalStep> Steps { get; private set; } = [];
    [JsonInclude] public List<HistoryEntry> History { get; private set; } = [];
    [JsonInclude] public List<OutboxEntry> Outbox { get; private set; } = [];

    /// <summary>The step whose turn it is.</summary>
    [JsonIgnore] public ApprovalStep? Current => Steps.Find(s => s.Status == StepStatus.Pending);
    /// <summary>When the first outgoing message is due (<see cref="OutboxEntry.DueAt"/>); null when none
    /// waits.</summary>
    [JsonIgnore] public DateTimeOffset? OutboxDue => Outbox.Count == 0 ? null : Outbox.Min(e => e.DueAt);

    /// <summary>A new request: the first approver's turn.</summary>
    public static ApprovalRequest Submit(long id, Submission submission, Stamp stamp, IStandIns people)
    {
        var request = new ApprovalRequest
        {
            Id = id,
            Version = 1,
            RequesterId = submission.RequesterId,
            Title = submission.Title,
            Content = submission.Content,
            Type = submission.Type,
            LeaveDays = submission.LeaveDays,
            Period = submission.Period,
            CreatedAt = stamp.Now,
            Readers = [.. submission.Readers ?? []],
            Steps = [
                .. submission.ApproverIds.Select((approver, i) => new ApprovalStep(
                    i + 1, approver, StepStatus.Waiting, NewId())),
            ],
        };
        request.Changing(stamp, () =>
        {
            request.Record(new(stamp.Now, HistoryAction.Submitted, submission.RequesterId, null, null));
            request.Assign(1, stamp, people);
        });
        return request;
    }

    /// <summary>Whether the caller may read it: who asked, who is asked, and who was named as a reader.</summary>
    public bool Concerns(long employeeId) =>
        RequesterId == employeeId || Steps.Exists(s => s.IsOf(employeeId)) || Readers.Contains(employeeId);

    /// <summary>Applies a decision once. One that is late, repeated or out of turn has no effect (false).</summary>
    public bool Decide(
        string decisionId, int step, long approverId, bool approved, string? reason, DateTimeOffset decidedAt,
        Stamp stamp, IStandIns people)
    {
        if (Status != FinalStatus.InProgress || Current is not { } current) return false;
        if (current.Step != step || current.ApproverId != approverId) return false;

        return Changing(stamp, () =>
        {
            Forget(current.AssignmentId);
            Put(current with
            {
                Status = approved ? StepStatus.Approved : StepStatus.Rejected,
                Reason = reason,
                DecidedAt = decidedAt,
                DecisionId = decisionId,
            });
            Stuck = false;
            Record(new(
                stamp.Now, approved ? HistoryAction.StepApproved : HistoryAction.StepRejected, approverId, step, reason,
                InsteadOf: current.OnBehalfOf));

            if (!approved) End(FinalStatus.Rejected, reason);
            else if (step < Steps.Count) Assign(step + 1, stamp, people);
            else if (Type == ApprovalType.AnnualLeave) (Deducting, DeductionTrace) = (true, stamp.TraceParent);
            else End(FinalStatus.Approved);
        });
    }

    /// <summary>Takes the deduction for one caller; false when there is none to make, or somebody else is at
    /// it.</summary>
    public bool LeaseDeduction(DateTimeOffset now, DateTimeOffset until)
    {
        if (!Deducting || (DeductionLease is { } held && Leases.IsHeld(held, now, until - now))) return false;
        DeductionLease = until;
        return true;
    }

    /// <summary>The employee service has deducted the leave: final. No effect a second time.</summary>
    public void LeaveDeducted(Stamp stamp)
    {
        if (!Deducting) return;
        Changing(stamp, () =>
        {
            (Deducting, DeductionLease) = (false, null);
            Record(new(stamp.Now, HistoryAction.LeaveDeducted, null, null, null));
            End(FinalStatus.Approved);
        });
    }

    /// <summary>The employee service refused the leave for good: rejected, although every approver agreed.</summary>
    public void LeaveRefused(string reason, Stamp stamp)
    {
        if (!Deducting) return;
        Changing(stamp, () =>
        {
            (Deducting, DeductionLease) = (false, null);
            Record(new(stamp.Now, HistoryAction.LeaveRefused, null, null, reason));
            End(FinalStatus.Rejected, reason);
        });
    }

    /// <summary>Withdrawn by its requester or by HR; false when it is decided already.</summary>
    public bool Cancel(long by, Stamp stamp)
    {
        if (Status != FinalStatus.InProgress || Deducting) return false;
        return Changing(stamp, () =>
        {
            var current = Current!;
            Forget(current.AssignmentId);
            Record(new(stamp.Now, HistoryAction.Cancelled, by, null, null));
            Withdraw(current.ApproverId, current.Step, stamp);
            End(FinalStatus.Cancelled);
        });
    }

    /// <summary>Says something about it, also after its end; false when there is no room for more.</summary>
    /// <param name="key">Tells the comment when it is sent again; see <see cref="FindComment"/>.</param>
    public bool Comment(long by, string text, Stamp stamp, string? key = null) =>
        History.Count(h => h.Action == HistoryAction.Commented) < MostComments
        && Changing(stamp, () => Record(new(stamp.Now, HistoryAction.Commented, by, null, null, text, Key: key)));

    /// <summary>What this person said with this key; null when they have not.</summary>
    public HistoryEntry? FindComment(long by, string key) =>
        History.Find(h => h.Action == HistoryAction.Commented && h.By == by && h.Key == key);

    private void End(FinalStatus status, string? reason = null)
    {
        Status = status;
        Reason = reason;
        Stuck = false;
        for (var i = 0; i < Steps.Count; i++)
            if (Steps[i].Status is StepStatus.Waiting or StepStatus.Pending)
                Steps[i] = Steps[i] with { Status = StepStatus.Cancelled };
    }

    /// <summary>Makes a change, then tells whom it concerns.</summary>
    private bool Changing(Stamp stamp, Action change)
    {
        var known = History.Count;
        change();
        // A replica's clock that is behind, or was put back, makes nothing earlier than what happened before it: by
        // their times everybody's notifications are put in order.
        if (known > 0 && stamp.Now < History[known - 1].At)
            for (var line = known; line < History.Count; line++)
                History[line] = History[line] with { At = History[known - 1].At.AddMilliseconds(1) };
        UpdatedAt = stamp.Now;
        for (var line = known + 1; line <= History.Count; line++) Tell(line, stamp);
        return true;
    }

    private void Record(HistoryEntry entry) => History.Add(entry);

    private void Put(ApprovalStep step) => Steps[step.Step - 1] = step;

    private static string NewId() => Guid.CreateVersion7().ToString("N");
}
