namespace Erp.TestSupport;

/// <summary>The system's topics as a cluster has them. Written out here on purpose: a renamed topic must fail a
/// test.</summary>
public static class ErpTopics
{
    /// <summary>The topics, and the dead-letter topics of those that have a group.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        "approval-requests", "approval-results", "approval-notifications", "employee-changes",
        "approval-requests.dlq", "approval-results.dlq", "approval-notifications.dlq",
    ];
}
