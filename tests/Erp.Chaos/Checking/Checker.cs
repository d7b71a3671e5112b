namespace Erp.Chaos.Checking;

/// <summary>Compares what people did and were answered with what the system shows.</summary>
/// <param name="pushesRepeat">Whether a socket may bring a notification again under a new id: the store was lost and
/// filled anew.</param>
public sealed class Checker(History history, Observed observed, bool pushesRepeat = false)
{
    /// <summary>Every broken promise.</summary>
    public IReadOnlyList<Violation> Check() =>
    [
        .. RequestRules.Find(history, observed),
        .. DecisionRules.Find(history, observed),
        .. InboxRules.Find(observed),
        .. LeaveRules.Find(observed),
        .. NotificationRules.Find(history, observed, pushesRepeat),
        .. TeamRules.Find(history, observed.Team),
        .. TeamNotices.Find(history, observed.Team),
        .. history.Complaints.Select(c => new Violation(ViolationKind.Untrue, c)),
    ];
}
