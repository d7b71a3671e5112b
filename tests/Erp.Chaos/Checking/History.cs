using System.Collections.Concurrent;
using Erp.Chaos.Load;

namespace Erp.Chaos.Checking;

/// <summary>What a client knows about the outcome of what it tried.</summary>
public enum Answer
{
    /// <summary>It was told that it is done.</summary>
    Yes,

    /// <summary>It was told that it is not.</summary>
    No,

    /// <summary>At least one attempt had no answer: both may be.</summary>
    Unknown,
}

/// <summary>A request that was handed in.</summary>
/// <param name="RequestId">Null when no attempt was answered.</param>
public sealed record Submitted(
    Plan Plan, string Title, long RequesterId, IReadOnlyList<long> Approvers, long? RequestId);

/// <summary>A decision that an approver tried.</summary>
public sealed record Decided(long RequestId, int Step, long ApproverId, string Status, Answer Answer);

/// <summary>A withdrawal that a requester tried.</summary>
public sealed record Withdrawn(long RequestId, Answer Answer);

/// <summary>A step that HR tried to give to somebody else.</summary>
public sealed record Reassigned(long RequestId, int Step, long To, Answer Answer);

/// <summary>The status of a request as it was seen while everything ran.</summary>
public sealed record Seen(long RequestId, string Status);

/// <summary>A notification as a person got it.</summary>
public sealed record Notice(long Id, string MessageId, string Type, long? RequestId, string? Status);

/// <summary>Everything that clients did and were told, in the order in which it happened to each.</summary>
public sealed class History
{
    private readonly ConcurrentQueue<Submitted> _submitted = new();
    private readonly ConcurrentQueue<Decided> _decided = new();
    private readonly ConcurrentQueue<Withdrawn> _withdrawn = new();
    private readonly ConcurrentQueue<Reassigned> _reassigned = new();
    private readonly ConcurrentQueue<Seen> _seen = new();
    private readonly ConcurrentQueue<(long Person, Notice Notice)> _pushed = new();
    private readonly ConcurrentQueue<CheckedIn> _checkedIn = new();
    private readonly ConcurrentQueue<LeaveAsked> _leaves = new();
    private readonly ConcurrentQueue<LeaveMoved> _leaveMoves = new();
    private readonly ConcurrentQueue<QuestClaimed> _claims = new();
    private readonly ConcurrentQueue<string> _complaints = new();
    private readonly ConcurrentQueue<TimeSpan> _waits = new();

    public IReadOnlyCollection<Submitted> Submitted => _submitted;

    public IReadOnlyCollection<Decided> Decided => _decided;

    public IReadOnlyCollection<Withdrawn> Withdrawn => _withdrawn;

    public IReadOnlyCollection<Reassigned> Reassigned => _reassigned;

    public IReadOnlyCollection<Seen> Seen => _seen;

    public IReadOnlyCollection<CheckedIn> CheckedIn => _checkedIn;

    public IReadOnlyCollection<LeaveAsked> Leaves => _leaves;

    public IReadOnlyCollection<LeaveMoved> LeaveMoves => _leaveMoves;

    public IReadOnlyCollection<QuestClaimed> Claims => _claims;

    /// <summary>What came on sockets, by person, in the order of arrival.</summary>
    public ILookup<long, Notice> Pushed => _pushed.ToLookup(p => p.Person, p => p.Notice);

    /// <summary>Answers that nobody should get, in words.</summary>
    public IReadOnlyCollection<string> Complaints => _complaints;

    /// <summary>The longest that anybody waited for an answer, or for none; zero when nobody asked.</summary>
    public TimeSpan LongestWait => _waits.DefaultIfEmpty().Max();

    /// <summary>Everything that was asked of the system and answered.</summary>
    public int Operations => _submitted.Count + _decided.Count + _withdrawn.Count + _reassigned.Count
        + _checkedIn.Count + _leaves.Count + _leaveMoves.Count + _claims.Count;

    public void Add(Submitted submitted) => _submitted.Enqueue(submitted);

    public void Add(Decided decided) => _decided.Enqueue(decided);

    public void Add(Withdrawn withdrawn) => _withdrawn.Enqueue(withdrawn);

    public void Add(Reassigned reassigned) => _reassigned.Enqueue(reassigned);

    public void Add(Seen seen) => _seen.Enqueue(seen);

    public void Add(CheckedIn checkedIn) => _checkedIn.Enqueue(checkedIn);

    public void Add(LeaveAsked leave) => _leaves.Enqueue(leave);

    public void Add(LeaveMoved moved) => _leaveMoves.Enqueue(moved);

    public void Add(QuestClaimed claimed) => _claims.Enqueue(claimed);

    public void Push(long person, Notice notice) => _pushed.Enqueue((person, notice));

    /// <summary>One attempt of a call took so long.</summary>
    public void Wait(TimeSpan time) => _waits.Enqueue(time);

    public void Complain(string text) => _complaints.Enqueue(text);
}
