namespace Erp.ServiceDefaults.Work;

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
