namespace Erp.Contracts;

/// <summary>Topic and group names; runbooks and dashboards know them.</summary>
public static class Topics
{
    /// <summary>approval-request to approval-processing.</summary>
    public const string ApprovalRequests = "approval-requests";

    /// <summary>approval-processing (and notification's acknowledgements) to approval-request.</summary>
    public const string ApprovalResults = "approval-results";

    /// <summary>approval-request to notification.</summary>
    public const string ApprovalNotifications = "approval-notifications";

    /// <summary>Reads <see cref="ApprovalRequests"/>.</summary>
    public const string ProcessingGroup = "approval-processing-group";

    /// <summary>Reads <see cref="ApprovalResults"/>.</summary>
    public const string RequestGroup = "approval-request-group";

    /// <summary>Reads <see cref="ApprovalNotifications"/>.</summary>
    public const string NotificationGroup = "notification-group";

    /// <summary>Where what cannot be processed goes.</summary>
    public static string DeadLetter(string topic) => topic + ".dlq";
}
