using Erp.Api.Json;
using Erp.Contracts;

namespace Erp.Approval.Requests.Domain;

/// <summary>Who is told what of a request follows from its history, and under which message id, too: so the record can
/// tell all of it again when the notifications are lost, and nobody who still has it is told twice.</summary>
public sealed partial class ApprovalRequest
{
    private const string Requested = "APPROVAL_REQUESTED";
    private const string StatusChanged = "APPROVAL_STATUS_CHANGED";

    /// <summary>All notifications since then, in the order in which they were sent first.</summary>
    public IEnumerable<(string Id, NotificationRequested Notification)> ToldSince(DateTimeOffset since) =>
        Enumerable.Range(1, History.Count).Where(line => History[line - 1].At >= since).SelectMany(ToldBy);

    /// <summary>What the n-th line of the history, from 1, tells.</summary>
    private IEnumerable<(string Id, NotificationRequested Notification)> ToldBy(int line)
    {
        var entry = History[line - 1];
        return Told(entry).Select(told => (
            $"approval-{Id}-{line}-{told.EmployeeId}",
            new NotificationRequested(told.EmployeeId, told.Type, Id, told.Status, told.Text, entry.At)));
    }

    private IEnumerable<Telling> Told(HistoryEntry entry) => (entry.Action, entry.Step) switch
    {
        (HistoryAction.Submitted, _) => [Turn(1)],
        (HistoryAction.StepApproved, { } step) when step < Steps.Count =>
            [
                Requester(FinalStatus.InProgress, $"Step {step} of {Steps.Count} of \"{Title}\" was approved."),
                Turn(step + 1),
            ],
        // The leave is deducted first.
        (HistoryAction.StepApproved, _) when Type == ApprovalType.AnnualLeave => [],
        (HistoryAction.StepApproved or HistoryAction.LeaveDeducted, _) => [Ended(FinalStatus.Approved, null)],
        (HistoryAction.StepRejected or HistoryAction.LeaveRefused, _) => [Ended(FinalStatus.Rejected, entry.Reason)],
        (HistoryAction.Cancelled, _) => Cancelled(entry.By == RequesterId ? "its requester" : "HR", entry.By),
        _ => throw new InvalidOperationException($"{entry.Action} tells nobody anything."),
    };

    private IEnumerable<Telling> Cancelled(string who, long? by) =>
        Steps.Take(Steps.Count(s => s.Status == StepStatus.Approved) + 1).Select(s => s.ApproverId)
            .Append(RequesterId).Where(id => id != by)
            .Select(id => new Telling(
                id, StatusChanged, FinalStatus.Cancelled.Name(), $"\"{Title}\" was cancelled by {who}."));

    private Telling Turn(int step) =>
        new(Steps[step - 1].ApproverId, Requested, "pending", $"\"{Title}\" waits for your decision.");

    private Telling Ended(FinalStatus status, string? reason) =>
        Requester(
            status, $"\"{Title}\" was {status.Name()}{(string.IsNullOrEmpty(reason) ? "." : $": {reason}")}");

    private Telling Requester(FinalStatus status, string text) => new(RequesterId, StatusChanged, status.Name(), text);

    private sealed record Telling(long EmployeeId, string Type, string Status, string Text);
}
