using System.Collections.Concurrent;
using Erp.ServiceDefaults.Work;

namespace Erp.Messaging;

/// <summary>Wakes the relays of this process right after a change was stored, so that polling is only the safety
/// net.</summary>
public sealed class OutboxSignal
{
    private readonly ConcurrentBag<Signal> _relays = [];

    /// <summary>There is something to send.</summary>
    public void Set()
    {
        foreach (var relay in _relays) relay.Set();
    }

    /// <summary>A relay's own: one signal for several would wake one of them.</summary>
    internal void Wakes(Signal relay) => _relays.Add(relay);
}
