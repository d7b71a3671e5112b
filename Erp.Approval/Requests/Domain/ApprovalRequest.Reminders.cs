using System.Text.Json.Serialization;
using Erp.Contracts;

namespace Erp.Approval.Requests.Domain;

/// <summary>Steps that wait for long. No part of the history, which would be full of it; what is lost of it comes again
/// the next day.</summary>
public sealed partial class ApprovalRequest
{
    private const string Reminder = "APPROVAL_REMINDER";

    /// <summary>The last day on which somebody was reminded of the pending step, as the number of a
    /// <see cref="DateOnly"/>; 0 when nobody was.</summary>
    [JsonInclude] public int RemindedOn { get; private set; }

    /// <summary>Tells these people that the step waits, once a day; false when they were told, or nothing
    /// waits.</summary>
    public bool Remind(DateOnly today, IEnumerable<long> people, Stamp stamp)
    {
        if (Current is not { } current || RemindedOn >= today.DayNumber) return false;
        RemindedOn = today.DayNumber;
        foreach (var id in people.Distinct())
            Send(
                $"reminder-{Id}-{current.Turn}-{today:yyyyMMdd}-{id}", Topics.ApprovalNotifications.Name,
                new NotificationRequested(
                    id, Reminder, Id, "pending",
                    id == current.ApproverId
                        ? $"\"{Title}\" still waits for your decision."
                        : $"\"{Title}\" still waits for the decision of employee {current.ApproverId}.",
                    stamp.Now, Sentences.DecisionStillWaits(
                        Title, id == current.ApproverId ? null : current.ApproverId)),
                stamp);
        return true;
    }
}
