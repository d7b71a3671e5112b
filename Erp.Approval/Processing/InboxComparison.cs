using Erp.Api.Validation;

namespace Erp.Approval.Processing;

/// <summary>The pending steps that the record has among the requests from <paramref name="After"/>, exclusive, to
/// <paramref name="UpTo"/>, inclusive.</summary>
/// <param name="Steps">All of these requests, 200 at most.</param>
/// <param name="After">From the first when null.</param>
/// <param name="UpTo">To the last when null.</param>
public sealed record PendingSteps(
    [Items(0, PendingSteps.Most)] IReadOnlyList<PendingStep> Steps, [Id] long? After = null, [Id] long? UpTo = null)
{
    /// <summary>So many steps are compared at once.</summary>
    internal const int Most = 200;
}

/// <summary>It is this approver's turn.</summary>
public sealed record PendingStep([Id] long RequestId, [Id] long ApproverId)
{
    /// <summary>From <c>request:approver</c>.</summary>
    internal static PendingStep Parse(string member)
    {
        var parts = member.Split(':');
        return new(Number(parts[0]), Number(parts[1]));

        static long Number(string text) => long.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
    }
}

/// <summary>Where the inboxes differ from the record.</summary>
/// <param name="Missing">Requests whose pending step they do not have.</param>
/// <param name="Surplus">What they show although it is not pending.</param>
public sealed record InboxDifference(IReadOnlyList<long> Missing, IReadOnlyList<PendingStep> Surplus);
