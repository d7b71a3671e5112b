using Erp.Api.Json;
using Erp.Contracts;

namespace Erp.Approval.Requests.Domain;

/// <summary>Who is told what of a request follows from its history, and under which message id, too: so the record can
/// tell all of it again when the notifications are lost, and nobody who still has it is told twice.</summary>
public sealed partial class ApprovalRequest
{
    private const string Requested = "APPROVAL_REQUESTED";
    private const string StatusChanged = "APPROVAL_STATUS_CHANGED";
    private const string CommentedOn = "APPROVAL_COMMENTED";
    private const string GotStuck = "APPROVAL_STUCK";

    /// <summary>All notifications since then, in the order in which they were sent first.</summary>
    public IEnumerable<(string Id, NotificationRequested Notification)> ToldSince(DateTimeOffset since) =>
        Enumerable.Range(1, History.Count).Where(line => History[line - 1].At >= since).SelectMany(ToldBy);

    /// <summary>What the n-th line of the history, from 1, tells; each person once.</summary>
    private IEnumerable<(string Id, NotificationRequested Notification)> ToldBy(int line)
    {
        var entry = History[line - 1];
        return Told(entry, line).DistinctBy(told => told.EmployeeId).Select(told => (
            $"approval-{Id}-{line}-{told.EmployeeId}",
            new NotificationRequested(
                told.EmployeeId, told.Type, Id, told.Status, told.Text, entry.At, told.Sentence)));
    }

    private IEnumerable<Telling> Told(HistoryEntry entry, int line) => (entry.Action, entry.Step) switch
    {
        (HistoryAction.Submitted, _) => Turn(1, line),
        (HistoryAction.StepApproved, { } step) when step < Steps.Count =>
            [
                To(
                    RequesterId, FinalStatus.InProgress, $"Step {step} of {Steps.Count} of \"{Title}\" was approved.",
                    Sentences.StepApproved(Title, step, Steps.Count)),
                .. Turn(step + 1, line),
            ],
        // The leave is deducted first.
        (HistoryAction.StepApproved, _) when Type == ApprovalType.AnnualLeave => [],
        (HistoryAction.StepApproved or HistoryAction.LeaveDeducted, _) => Ended(FinalStatus.Approved, null),
        (HistoryAction.StepRejected or HistoryAction.LeaveRefused, _) => Ended(FinalStatus.Rejected, entry.Reason),
        (HistoryAction.Cancelled, _) => Cancelled(entry.By),
        (HistoryAction.Commented, _) => Commented(entry, line),
        (HistoryAction.Delegated, _) =>
            [Asked(entry.ApproverId!.Value, entry.InsteadOf)],
        (HistoryAction.Reassigned, { } step) => Reassigned(entry, step, line),
        (HistoryAction.Stuck, _) => entry.Told!.Select(hr => new Telling(
            hr, GotStuck, StepStatus.Pending.Name(),
            $"\"{Title}\" waits for employee {entry.ApproverId}, who has left. Give the step to somebody else.",
            Sentences.RequestStuck(Title, entry.ApproverId!.Value))),
        _ => throw new InvalidOperationException($"{entry.Action} tells nobody anything."),
    };

    /// <summary>Whose turn it is after that line; their deputy is told by the next one.</summary>
    private IEnumerable<Telling> Turn(int step, int line) =>
        History.ElementAtOrDefault(line) is { Action: HistoryAction.Delegated } next && next.Step == step
        && next.At == History[line - 1].At
            ? []
            : [Asked(ApproverAt(step, line))];

    private IEnumerable<Telling> Reassigned(HistoryEntry entry, int step, int line)
    {
        var pending = step == 1 || History.Take(line)
            .Any(h => h.Action == HistoryAction.StepApproved && h.Step == step - 1);
        return pending
            ?
            [
                Asked(entry.ApproverId!.Value),
                To(
                    entry.InsteadOf!.Value, FinalStatus.InProgress, $"\"{Title}\" waits for somebody else now.",
                    Sentences.DecisionHandedOn(Title)),
            ]
            : [];
    }

    private IEnumerable<Telling> Commented(HistoryEntry entry, int line) =>
        Steps.Select(s => ApproverAt(s.Step, line)).Concat(Readers).Prepend(RequesterId)
            .Where(id => id != entry.By)
            .Select(id => new Telling(
                id, CommentedOn, null, $"Employee {entry.By} said about \"{Title}\": {Beginning(entry.Text!)}",
                Sentences.RequestCommented(Title, entry.By!.Value, Beginning(entry.Text!))));

    private IEnumerable<Telling> Cancelled(long? by) =>
        Steps.Take(Steps.Count(s => s.Status == StepStatus.Approved) + 1).Select(s => s.ApproverId)
            .Append(RequesterId).Concat(Readers).Where(id => id != by)
            .Select(id => To(
                id, FinalStatus.Cancelled,
                $"\"{Title}\" was cancelled by {(by == RequesterId ? "its requester" : "HR")}.",
                by == RequesterId ? Sentences.RequestWithdrawn(Title) : Sentences.RequestCancelled(Title)));

    private IEnumerable<Telling> Ended(FinalStatus status, string? reason) =>
        Readers.Prepend(RequesterId).Select(id => To(
            id, status, $"\"{Title}\" was {status.Name()}{(string.IsNullOrEmpty(reason) ? "." : $": {reason}")}",
            status == FinalStatus.Approved
                ? Sentences.RequestApproved(Title)
                : Sentences.RequestRejected(Title, string.IsNullOrEmpty(reason) ? null : reason)));

    private Telling Asked(long approverId, long? insteadOf = null) => new(
        approverId, Requested, StepStatus.Pending.Name(),
        $"\"{Title}\" waits for your decision{(insteadOf is null ? "" : $" in the place of employee {insteadOf}")}.",
        Sentences.DecisionWaits(Title, insteadOf));

    private static Telling To(long employeeId, FinalStatus status, string text, Sentence sentence) =>
        new(employeeId, StatusChanged, status.Name(), text, sentence);

    private static string Beginning(string text)
    {
        const int Most = 200;
        if (text.Length <= Most) return text;
        return text[..(char.IsHighSurrogate(text[Most - 1]) ? Most - 1 : Most)] + "…";
    }

    private sealed record Telling(long EmployeeId, string Type, string? Status, string Text, Sentence Sentence);
}
