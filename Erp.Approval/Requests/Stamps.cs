using System.Diagnostics;
using Erp.Approval.Requests.Domain;

namespace Erp.Approval.Requests;

/// <summary>Now, cut to what every store keeps, the current trace, and the life of the inboxes.</summary>
internal sealed class Stamps(TimeProvider clock)
{
    private volatile string? _inboxEpoch;

    /// <summary>The one that this process heard of last; null until it heard of any.</summary>
    public string? InboxEpoch
    {
        get => _inboxEpoch;
        set => _inboxEpoch = value;
    }

    public Stamp Next() => new(Now, Activity.Current?.Id, InboxEpoch);

    public DateTimeOffset Now => DateTimeOffset.FromUnixTimeMilliseconds(clock.GetUtcNow().ToUnixTimeMilliseconds());
}
