namespace Erp.TestSupport;

/// <summary>The system's topics as a cluster has them. Written out here on purpose: a renamed topic must fail a
/// test.</summary>
public static class ErpTopics
{
    /// <summary>The three topics and their dead-letter topics.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        "approval-requests", "approval-results", "approval-notifications",
        "approval-requests.dlq", "approval-results.dlq", "approval-notifications.dlq",
    ];
}
