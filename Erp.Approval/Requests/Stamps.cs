using System.Diagnostics;
using Erp.Approval.Requests.Domain;

namespace Erp.Approval.Requests;

/// <summary>Now, cut to what every store keeps, and the current trace.</summary>
internal sealed class Stamps(TimeProvider clock)
{
    public Stamp Next() => new(Now, Activity.Current?.Id);

    public DateTimeOffset Now => DateTimeOffset.FromUnixTimeMilliseconds(clock.GetUtcNow().ToUnixTimeMilliseconds());
}
