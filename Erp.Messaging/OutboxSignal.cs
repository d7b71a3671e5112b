using System.Collections.Concurrent;
using Erp.Messaging.Outbox;
using Erp.ServiceDefaults.Work;

namespace Erp.Messaging;

/// <summary>Wakes the relays of this process right after a change was stored, so that polling is only the safety
/// net.</summary>
public sealed class OutboxSignal
{
    private readonly ConcurrentBag<Signal> _relays = [];
    private volatile OutboxRelay? _relay;

    /// <summary>How long messages that are stored now may be leased to this process by the same write, to be handed to
    /// <see cref="Set(OutboxLease)"/>; null when its relay has its hands full, or there are several.</summary>
    public TimeSpan? LeaseAtBirth => _relays.Count == 1 ? _relay?.LeaseAtBirth : null;

    /// <summary>These were leased by the write that stored them: they are published without being read.</summary>
    public void Set(OutboxLease lease) =>
        (_relay ?? throw new InvalidOperationException("No relay takes leases here.")).Take(lease);

    /// <summary>There is something to send.</summary>
    public void Set()
    {
        foreach (var relay in _relays) relay.Set();
    }

    /// <summary>A relay's own: one signal for several would wake one of them.</summary>
    internal void Wakes(Signal signal, OutboxRelay relay)
    {
        _relays.Add(signal);
        _relay = relay;
    }
}
