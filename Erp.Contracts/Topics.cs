namespace Erp.Contracts;

/// <summary>The topics of the system, said once: services make and use them, the cluster's Job makes them, the embedded
/// Kafka has them.</summary>
public static class Topics
{
    /// <summary>Of every topic and its dead letters: so many replicas of a group can work side by side.</summary>
    public const int Partitions = 3;

    /// <summary>How long what was put aside waits for somebody to look at it.</summary>
    public static TimeSpan DeadLetterRetention { get; } = TimeSpan.FromDays(90);

    /// <summary>Sends by mail what people asked for, beside the group that stores it.</summary>
    public const string MailGroup = "mail-group";

    /// <summary>approval-request to approval-processing.</summary>
    public static Topic ApprovalRequests { get; } = new("approval-requests", "approval-processing-group");

    /// <summary>approval-processing (and notification's acknowledgements) to approval-request.</summary>
    public static Topic ApprovalResults { get; } = new("approval-results", "approval-request-group");

    /// <summary>approval-request to notification. The store of notifications, of 30 days, is made again from it when
    /// Redis has lost it.</summary>
    public static Topic ApprovalNotifications { get; } =
        new("approval-notifications", "notification-group", Retention: TimeSpan.FromDays(31))
        {
            OtherGroups = [MailGroup],
        };

    /// <summary>employee-service to everybody: what each person is now. Complete at any time, so that whoever begins
    /// with it knows all of them.</summary>
    public static Topic EmployeeChanges { get; } = new("employee-changes", Group: null, Compacted: true);

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Topic> All { get; } =
        [ApprovalRequests, ApprovalResults, ApprovalNotifications, EmployeeChanges];
}
