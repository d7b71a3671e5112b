using System.Text.Json.Serialization;

namespace Erp.Approval.Requests.Domain;

/// <summary>A checked request for approval: steps sorted and numbered 1..n, approvers distinct and not the
/// requester.</summary>
public sealed record Submission(
    long RequesterId, string Title, string Content, ApprovalType Type, decimal? LeaveDays,
    IReadOnlyList<long> ApproverIds)
{
    /// <summary>Who may read it and is told of its end; distinct.</summary>
    // Left out when there are none: keys that were used before these fields existed stay good for the same body.
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<long>? Readers { get; init; }

    /// <summary>For annual leave, where its dates are known.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public LeavePeriod? Period { get; init; }
}

/// <summary>When a change happens and in which trace.</summary>
/// <param name="TraceParent">W3C trace context; travels with the messages that the change causes.</param>
/// <param name="InboxEpoch">The life of the inboxes that is known; null when none is.</param>
public readonly record struct Stamp(DateTimeOffset Now, string? TraceParent, string? InboxEpoch = null);
