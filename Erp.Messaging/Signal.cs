using System.Collections.Concurrent;

namespace Erp.Messaging;

/// <summary>Wakes one loop that otherwise looks after itself now and then: there is something to do. Carries nothing,
/// so that one that is lost or doubled does no harm.</summary>
public class Signal : IDisposable
{
    private readonly SemaphoreSlim _signal = new(0, 1);

    /// <summary>There is something to do. Never blocks; several calls are as one, and none counts after the
    /// end.</summary>
    public void Set()
    {
        try { _signal.Release(); }
        catch (Exception e) when (e is SemaphoreFullException or ObjectDisposedException) { /* already set, or gone */ }
    }

    /// <summary>Returns when set, and after <paramref name="timeout"/> at the latest.</summary>
    public Task WaitAsync(TimeSpan timeout, CancellationToken cancellationToken) =>
        _signal.WaitAsync(timeout, cancellationToken);

    /// <inheritdoc/>
    public void Dispose()
    {
        _signal.Dispose();
        GC.SuppressFinalize(this);
    }
}

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
