namespace Erp.Notification.Sockets;

/// <summary>Wakes one socket: there is something new in the store. Several calls are as one.</summary>
internal sealed class Wake : IDisposable
{
    private readonly SemaphoreSlim _signal = new(0, 1);

    public void Set()
    {
        try { _signal.Release(); }
        catch (Exception e) when (e is SemaphoreFullException or ObjectDisposedException) { /* already set, or gone */ }
    }

    /// <summary>Returns when set, and after <paramref name="timeout"/> at the latest.</summary>
    public Task WaitAsync(TimeSpan timeout, CancellationToken cancellationToken) =>
        _signal.WaitAsync(timeout, cancellationToken);

    public void Dispose() => _signal.Dispose();
}
