using System.Globalization;
using System.Text.Json;
using Erp.Api.Json;
using Erp.Contracts;
using Erp.Messaging;

namespace Erp.Approval.Requests.Domain;

/// <summary>The outgoing messages of a request, kept in the same document until they are published and
/// answered.</summary>
public sealed partial class ApprovalRequest
{
    private const string LostEpoch = "lost";

    /// <summary>All messages of a request share this key, so that they stay in order.</summary>
    internal string Key => Id.ToString(CultureInfo.InvariantCulture);

    /// <summary>What is to be published by now, in order. What stands before it and is not answered goes out again with
    /// it: should Kafka have lost that, it would otherwise be overtaken.</summary>
    public IReadOnlyList<OutgoingMessage> Due(DateTimeOffset now)
    {
        var last = Outbox.FindLastIndex(e => e.DueAt <= now);
        return [.. Outbox.Take(last + 1).Where(e => e.DueAt <= now || e.AwaitsAnswer).Select(e => e.ToMessage(Key))];
    }

    /// <summary>These are with the broker: what awaits no answer is done, the rest waits for it and is sent again
    /// later. What was answered meanwhile and has to go out once more has the same id and is another message: it is not
    /// with the broker.</summary>
    public void Published(IEnumerable<OutgoingMessage> messages, DateTimeOffset now, TimeSpan firstRedelivery)
    {
        var published = messages.Select(m => (m.Id, m.CreatedAt)).ToHashSet();
        Outbox.RemoveAll(e => !e.AwaitsAnswer && published.Contains((e.Id, e.CreatedAt)));
        for (var i = 0; i < Outbox.Count; i++)
            if (published.Contains((Outbox[i].Id, Outbox[i].CreatedAt)))
                Outbox[i] = Outbox[i].Published(now, firstRedelivery);
    }

    /// <summary>The receiver has stored the message; false when that was known.</summary>
    public bool Answered(string messageId) => Forget(messageId);

    /// <summary>The inbox has the step (or has let go of it).</summary>
    public bool Received(string messageId, string inboxEpoch, Stamp stamp)
    {
        var changed = Forget(messageId);
        // An assignment that overtook its own withdrawal: the inbox shows a step that nobody waits for.
        if (Steps.Find(s => s.AssignmentId == messageId) is { Status: StepStatus.Cancelled } ended)
        {
            Withdraw(ended.ApproverId, ended.Step, stamp);
            return true;
        }
        if (Current is not { } current || current.AssignmentId != messageId || current.InboxEpoch == inboxEpoch)
            return changed;
        Put(current with { InboxEpoch = inboxEpoch });
        return true;
    }

    /// <summary>The inbox store began anew: the pending step goes out again unless this very inbox has confirmed it.
    /// What another life may have shown goes out as it was: not before the inbox has asked for it again, behind all
    /// that was decided there, it is for this one.</summary>
    public bool InboxStarted(string inboxEpoch, Stamp stamp)
    {
        if (Current is not { } current || current.InboxEpoch == inboxEpoch) return false;
        if (Outbox.Exists(e => e.Id == current.AssignmentId && e.DueAt <= stamp.Now)) return false;
        Forget(current.AssignmentId);
        var neverShown = current is { SentEpoch: null, InboxEpoch: null };
        SendAssignment(current, neverShown ? inboxEpoch : current.SentEpoch, stamp);
        return true;
    }

    /// <summary>The inbox got the assignment for another life and asks for one for this.</summary>
    public bool InboxAsksAgain(string inboxEpoch, Stamp stamp)
    {
        if (Current is not { } current || current.InboxEpoch == inboxEpoch || current.SentEpoch == inboxEpoch)
            return false;
        Forget(current.AssignmentId);
        SendAssignment(current, inboxEpoch, stamp);
        return true;
    }

    /// <summary>It is this approver's turn, and their inbox has confirmed the step.</summary>
    public bool IsWith(long approverId) =>
        Current is { } current && current.ApproverId == approverId && !Outbox.Exists(e => e.Id == current.AssignmentId);

    /// <summary>The inbox does not have the pending step that it confirmed; false when it is on its way, or nothing is
    /// pending any more.</summary>
    public bool MissingInInbox(long approverId, Stamp stamp)
    {
        if (!IsWith(approverId)) return false;
        var current = Current!;
        // Confirmed by no inbox, and yet by one: it may have taken a decision that is on its way. So it is for no life
        // before the inbox asks for it.
        SendAssignment(current with { InboxEpoch = LostEpoch }, null, stamp);
        return true;
    }

    /// <summary>The inbox of this approver shows the request; false when it should, or is told already that it should
    /// not.</summary>
    public bool ShownInInbox(long approverId, Stamp stamp)
    {
        if (Current?.ApproverId == approverId || Outbox.Exists(e => e.Type == nameof(StepWithdrawn))) return false;
        // Who is not on the line any more had a step that is somebody else's now.
        Withdraw(approverId, Steps.Find(s => s.ApproverId == approverId)?.Step ?? Current?.Step ?? Steps.Count, stamp);
        return true;
    }

    private void Withdraw(long approverId, int step, Stamp stamp) =>
        Send(
            NewId(), Topics.ApprovalRequests.Name, new StepWithdrawn(Id, step, approverId, "cancelled", Turns),
            stamp);

    private void Tell(int line, Stamp stamp)
    {
        foreach (var told in ToldBy(line))
            Send(told.Id, Topics.ApprovalNotifications.Name, told.Notification, stamp);
    }

    /// <summary>For this life of the inboxes; for none when it is null.</summary>
    private void SendAssignment(ApprovalStep step, string? inboxEpoch, Stamp stamp)
    {
        var maybeInAnother = step.SentEpoch is not null && step.SentEpoch != inboxEpoch;
        var sent = step with
        {
            SentEpoch = inboxEpoch, InboxEpoch = step.InboxEpoch ?? (maybeInAnother ? LostEpoch : null),
        };
        Put(sent);
        Send(sent.AssignmentId, Topics.ApprovalRequests.Name, Assignment(sent), stamp);
    }

    private StepAssigned Assignment(ApprovalStep step) =>
        new(Id, step.Step, step.ApproverId, RequesterId, Title, Content, Type.Name(), LeaveDays, CreatedAt,
            [
                .. Steps.Select(s => new StepSnapshot(
                    s.Step, s.ApproverId, s.Status.Name(), s.Reason, s.DecidedAt, s.OnBehalfOf)),
            ],
            step.Turn, Period?.StartDate, Period?.EndDate, Period?.Part?.Name(), step.SentEpoch);

    private void Send<T>(string id, string topic, T message, Stamp stamp, bool awaitsAnswer = true) =>
        Outbox.Add(
            new(
                id,
                topic,
                typeof(T).Name,
                JsonSerializer.Serialize(message, ErpJson.MessageOptions),
                stamp.TraceParent,
                stamp.Now,
                OutboxEntry.AtOnce(stamp.Now),
                0,
                awaitsAnswer));

    private bool Forget(string messageId) => Outbox.RemoveAll(e => e.Id == messageId) > 0;
}
